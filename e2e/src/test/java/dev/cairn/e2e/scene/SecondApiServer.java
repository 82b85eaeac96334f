// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.scene;

import dev.cairn.e2e.etcd.EtcdClients;
import dev.cairn.e2e.etcd.TestedCluster;
import dev.cairn.e2e.story.Stage;
import dev.cairn.e2e.story.Story;
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
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;

/** A real kube-apiserver of this machine that keeps its objects in an EtcdCluster, reached as its status says. */
final class SecondApiServer implements AutoCloseable {
    private static final Duration STARTS = Duration.ofSeconds(120);
    private static final int ATTEMPT_MILLIS = 10_000;

    private final String url;
    private final String token = HexFormat.of().formatHex(SecureRandom.getSeed(16));
    private final Path directory;
    private final ChildProcess process;

    private SecondApiServer(Stage stage, TestedCluster cluster, EtcdClients etcd)
            throws IOException, GeneralSecurityException {
        int port = Ports.free();
        url = "https://127.0.0.1:" + port;
        directory = Files.createDirectories(stage.work().resolve("apiserver"));
        Path key = accountsKey();
        Path tokens = Files.writeString(directory.resolve("tokens"), token + ",admin,admin,system:masters\n");
        Path certificates = etcd.certificates();
        process = ChildProcess.start(
                stage.work().resolve("apiserver.log"),
                Program.stock("kube-apiserver").path().toString(),
                "--bind-address=127.0.0.1",
                "--advertise-address=" + stage.kubernetes().thisMachine(),
                "--secure-port=" + port,
                "--cert-dir=" + directory,
                "--etcd-servers=" + cluster.status().endpoints().etcdServersByIp(),
                "--etcd-cafile=" + certificates.resolve(EtcdClients.CA),
                "--etcd-certfile=" + certificates.resolve(EtcdClients.CERTIFICATE),
                "--etcd-keyfile=" + certificates.resolve(EtcdClients.KEY),
                "--authorization-mode=RBAC",
                "--token-auth-file=" + tokens,
                "--endpoint-reconciler-type=none",
                "--service-account-issuer=" + url,
                "--service-account-key-file=" + key,
                "--service-account-signing-key-file=" + key,
                "--service-cluster-ip-range=10.98.0.0/24");
    }

    static SecondApiServer start(Story story, Stage stage, TestedCluster cluster, EtcdClients etcd)
            throws IOException, GeneralSecurityException {
        SecondApiServer server = stage.atEnd(new SecondApiServer(stage, cluster, etcd));
        story.waitUntil("the second API server", STARTS, server::isReady, server.process::log);
        return server;
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

    /** Its requests are tried once, so that each failure is seen, and its watches are never opened again. */
    KubernetesClient client() {
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

    private boolean isReady() {
        if (!process.isAlive()) {
            throw new AssertionError("the second API server ended: " + process.log());
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

    /** SIGTERM, and no word. */
    void end() {
        process.stop();
    }

    @Override
    public void close() {
        process.close();
    }
}
