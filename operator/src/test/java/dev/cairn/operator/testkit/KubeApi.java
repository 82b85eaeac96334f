// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import static org.awaitility.Awaitility.await;

import dev.cairn.operator.tls.CertificateAuthority;
import dev.cairn.testkit.ChildProcess;
import dev.cairn.testkit.Ports;
import dev.cairn.testkit.Program;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real kube-apiserver on a real etcd; no controllers, no nodes. */
final class KubeApi implements AutoCloseable {
    private static final String TOKEN = "test-token";
    private static final long GRACE_SECONDS = 10;

    private final ChildProcess etcd;
    private final ChildProcess server;
    private final Config config;
    private final KubernetesClient client;

    KubeApi(Path directory) throws IOException {
        int etcdPort = Ports.free();
        String etcdUrl = "http://127.0.0.1:" + etcdPort;
        String peerUrl = "http://127.0.0.1:" + Ports.free();
        etcd = ChildProcess.start(
                directory.resolve("store.log"),
                Map.of(),
                new Program(Tools.etcdBelowApiServer(), Map.of())
                        .command(
                                "--name=store",
                                "--data-dir=" + directory.resolve("store"),
                                "--listen-client-urls=" + etcdUrl,
                                "--advertise-client-urls=" + etcdUrl,
                                "--listen-peer-urls=" + peerUrl,
                                "--initial-advertise-peer-urls=" + peerUrl,
                                "--initial-cluster=store=" + peerUrl));
        Path tokens = Files.writeString(directory.resolve("tokens.csv"), TOKEN + ",admin,admin,\"system:masters\"\n");
        var serviceAccounts = CertificateAuthority.create(
                "service-accounts", CertificateAuthority.CA_LIFE, Instant.now(), new SecureRandom());
        Path key = Files.writeString(directory.resolve("sa.key"), serviceAccounts.privateKeyPem());
        Path certificate = Files.writeString(directory.resolve("sa.crt"), serviceAccounts.certificatePem());
        int port = Ports.free();
        server = ChildProcess.start(
                directory.resolve("apiserver.log"),
                Map.of(),
                Program.stock("kube-apiserver")
                        .command(
                                "--etcd-servers=" + etcdUrl,
                                "--bind-address=127.0.0.1",
                                "--advertise-address=127.0.0.1",
                                "--secure-port=" + port,
                                "--cert-dir=" + directory.resolve("apiserver"),
                                "--token-auth-file=" + tokens,
                                "--authorization-mode=RBAC",
                                "--service-account-issuer=https://kubernetes.default.svc",
                                "--service-account-key-file=" + certificate,
                                "--service-account-signing-key-file=" + key,
                                "--service-cluster-ip-range=10.96.0.0/16",
                                // No controller makes the service accounts that this plugin wants.
                                "--disable-admission-plugins=ServiceAccount"));
        config = new ConfigBuilder(Config.empty())
                .withMasterUrl("https://127.0.0.1:" + port)
                .withTrustCerts(true)
                .withOauthToken(TOKEN)
                .withNamespace("default")
                .build();
        client = new KubernetesClientBuilder().withConfig(config).build();
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(() -> {
                    if (!server.isAlive() || !etcd.isAlive()) {
                        throw new AssertionError("ended early:\n" + server.log() + "\n" + etcd.log());
                    }
                    return "ok".equals(client.raw("/readyz"));
                });
    }

    KubernetesClient client() {
        return client;
    }

    /** A client with another user's rights, and no more. */
    KubernetesClient clientOf(String user) {
        return new KubernetesClientBuilder()
                .withConfig(
                        new ConfigBuilder(config).withImpersonateUsername(user).build())
                .build();
    }

    /** kubectl as the administrator. */
    Program.Outcome kubectl(String input, String... arguments) {
        var command = new ArrayList<>(List.of(
                "--server=" + config.getMasterUrl(), "--token=" + TOKEN, "--insecure-skip-tls-verify", "-n=default"));
        command.addAll(List.of(arguments));
        return Program.stock("kubectl").runWith(input, command.toArray(String[]::new));
    }

    /** By which a process finds this server. */
    Map<String, String> environment() {
        return Map.of(
                "KUBERNETES_MASTER",
                config.getMasterUrl(),
                "KUBERNETES_AUTH_TOKEN",
                TOKEN,
                "KUBERNETES_TRUST_CERTIFICATES",
                "true");
    }

    @Override
    public void close() {
        client.close();
        server.stop(GRACE_SECONDS);
        etcd.stop(GRACE_SECONDS);
    }
}
