// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.kube;

import com.dajudge.kindcontainer.KindContainer;
import dev.cairn.testkit.Program;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.utility.MountableFile;

/**
 * kind by Testcontainers, with our images and our operator on it; pods and Services are reached by forwarded ports. Never
 * run so far: no machine with a Docker daemon was at hand.
 */
final class KindKubernetes implements KubernetesUnderTest {
    private static final List<String> IMAGES =
            List.of("etcd-node/target/etcd-node-image.tar", "operator/target/operator-image.tar");
    private static final String OPERATOR_NAMESPACE = "cairn-system";
    private static final long OPERATOR_SECONDS = 180;

    private final KindContainer<?> kind;
    private final KubernetesClient client;
    private final List<LocalPortForward> forwarded = new ArrayList<>();

    private KindKubernetes(KindContainer<?> kind, KubernetesClient client) {
        this.kind = kind;
        this.client = client;
    }

    /** As {@code make up} decides it. */
    static boolean isUsable() {
        return new Program(Repository.path("e2e/kube/kind.sh"), Map.of())
                        .run("usable")
                        .exitCode()
                == 0;
    }

    static KindKubernetes start() {
        KindContainer<?> kind = new KindContainer<>();
        kind.start();
        KindKubernetes kubernetes = new KindKubernetes(
                kind,
                new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(kind.getKubeconfig()))
                        .build());
        IMAGES.forEach(image -> kubernetes.load(Repository.path(image)));
        kubernetes.installOperator();
        return kubernetes;
    }

    private void installOperator() {
        try {
            Path kubeconfig = Files.createTempFile("kind", ".kubeconfig");
            Files.writeString(kubeconfig, kind.getKubeconfig());
            Program.stock("kubectl")
                    .output(
                            "--kubeconfig=" + kubeconfig,
                            "apply",
                            "--server-side",
                            "--kustomize=" + Repository.path("manifests"));
            Files.delete(kubeconfig);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        client.apps()
                .deployments()
                .inNamespace(OPERATOR_NAMESPACE)
                .withName("cairn-operator")
                .waitUntilReady(OPERATOR_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public KubernetesClient client() {
        return client;
    }

    @Override
    public void load(Path archive) {
        String inside = "/var/tmp/" + archive.getFileName();
        kind.copyFileToContainer(MountableFile.forHostPath(archive), inside);
        try {
            ExecResult imported = kind.execInContainer("ctr", "--namespace", "k8s.io", "images", "import", inside);
            if (imported.getExitCode() != 0) {
                throw new IllegalStateException(archive + " is not taken: " + imported);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The gateway of the node's network. */
    @Override
    public String thisMachine() {
        return kind.getContainerInfo().getNetworkSettings().getNetworks().values().stream()
                .findFirst()
                .orElseThrow()
                .getGateway();
    }

    @Override
    public Address service(String namespace, String name, int port) {
        return forward(client.services()
                .inNamespace(namespace)
                .withName(name)
                .portForward(port, InetAddress.getLoopbackAddress(), 0));
    }

    @Override
    public Address pod(String namespace, String name, int port) {
        return forward(client.pods()
                .inNamespace(namespace)
                .withName(name)
                .portForward(port, InetAddress.getLoopbackAddress(), 0));
    }

    private Address forward(LocalPortForward forward) {
        forwarded.add(forward);
        return new Address(forward.getLocalAddress().getHostAddress(), forward.getLocalPort());
    }

    @Override
    public boolean isRouted() {
        return false;
    }

    @Override
    public void close() {
        for (LocalPortForward each : forwarded) {
            try {
                each.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        client.close();
        kind.stop();
    }
}
