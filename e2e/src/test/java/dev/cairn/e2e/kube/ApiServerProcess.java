// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.kube;

import dev.cairn.testkit.ChildProcess;
import dev.cairn.testkit.Ports;
import dev.cairn.testkit.Program;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A real kube-apiserver of this machine on a free port of 127.0.0.1, without nodes. */
public final class ApiServerProcess implements AutoCloseable {
    private static final int ATTEMPT_MILLIS = 10_000;
    private static final int END_OF_LOG = 4000;

    /** What it keeps its objects in. */
    public record Store(String servers, Path ca, Path certificate, Path key) {}

    private final String url;
    private final String token = HexFormat.of().formatHex(SecureRandom.getSeed(16));
    private final Path directory;
    private final ChildProcess process;

    /** @param directory made for its files; its log lies beside it */
    public ApiServerProcess(Path directory, Store store, String... flags) throws IOException, GeneralSecurityException {
        this.directory = Files.createDirectories(directory);
        int port = Ports.free();
        url = "https://127.0.0.1:" + port;
        Path key = accountsKey();
        Path tokens = Files.writeString(directory.resolve("tokens"), token + ",admin,admin,system:masters\n");
        List<String> command = new ArrayList<>(List.of(
                Program.stock(program()).path().toString(),
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                "--cert-dir=" + directory,
                "--etcd-servers=" + store.servers(),
                "--etcd-cafile=" + store.ca(),
                "--etcd-certfile=" + store.certificate(),
                "--etcd-keyfile=" + store.key(),
                "--authorization-mode=RBAC",
                "--token-auth-file=" + tokens,
                "--endpoint-reconciler-type=none",
                "--service-account-issuer=" + url,
                "--service-account-key-file=" + key,
                "--service-account-signing-key-file=" + key,
                "--service-cluster-ip-range=10.98.0.0/24"));
        command.addAll(Arrays.asList(flags));
        process = ChildProcess.start(directory.resolveSibling("apiserver.log"), Map.of(), command);
    }

    /** {@code KUBERNETES} chooses a version other than the usual one, such as 1.37. */
    private static String program() {
        String version = System.getenv().getOrDefault("KUBERNETES", "");
        return version.isEmpty() ? "kube-apiserver" : "kube-apiserver-" + version;
    }

    private Path accountsKey() throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        String encoded = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        return Files.writeString(
                directory.resolve("accounts.key"),
                "-----BEGIN PRIVATE KEY-----\n" + encoded + "\n-----END PRIVATE KEY-----\n");
    }

    public String url() {
        return url;
    }

    /** Its requests are tried once, so that each failure is seen, and its watches are never opened again. */
    public KubernetesClient client() {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(url)
                .withCaCertFile(directory.resolve("apiserver.crt").toString())
                .withOauthToken(token)
                .withRequestTimeout(ATTEMPT_MILLIS)
                .withRequestRetryBackoffLimit(0)
                .withWatchReconnectLimit(0)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /** Its start-up hooks create roles, namespaces and priority levels first. */
    public boolean isReady() {
        if (!process.isAlive()) {
            throw new AssertionError("kube-apiserver ended: " + log());
        }
        if (!Files.exists(directory.resolve("apiserver.crt"))) {
            return false;
        }
        try (KubernetesClient asking = client()) {
            return "ok".equals(asking.raw("/readyz"));
        } catch (KubernetesClientException notYet) {
            return false;
        }
    }

    public String log() {
        return process.log();
    }

    public String endOfLog() {
        String all = log();
        return all.substring(Math.max(0, all.length() - END_OF_LOG));
    }

    /** SIGTERM. */
    public void stop() {
        process.stop();
    }

    @Override
    public void close() {
        process.close();
    }
}
