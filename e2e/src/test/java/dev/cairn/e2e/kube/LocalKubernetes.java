// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.kube;

import dev.cairn.testkit.Program;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The components that {@code make up} runs on this machine: its bridge leads to pods, its kube-proxy to Services. */
final class LocalKubernetes implements KubernetesUnderTest {
    private final KubernetesClient client;

    private LocalKubernetes(KubernetesClient client) {
        this.client = client;
    }

    static LocalKubernetes running() {
        Path kubeconfig = state().resolve("admin.kubeconfig");
        if (!Files.exists(kubeconfig)) {
            throw new IllegalStateException("no local Kubernetes is up: make up");
        }
        Config config = Config.fromKubeconfig(kubeconfig.toFile());
        config.setClientKeyAlgo("EC");
        return new LocalKubernetes(
                new KubernetesClientBuilder().withConfig(config).build());
    }

    /** As in {@code e2e/kube/lib/settings.sh}. */
    private static Path state() {
        return Optional.ofNullable(System.getenv("CAIRN_STATE"))
                .map(Path::of)
                .orElseGet(() -> Program.cache().resolve("kube"));
    }

    @Override
    public KubernetesClient client() {
        return client;
    }

    @Override
    public void load(Path archive) {
        new Program(Repository.path("e2e/kube/load-image.sh"), Map.of()).output(archive.toString());
    }

    /** The node is this machine. */
    @Override
    public String thisMachine() {
        return client.nodes().list().getItems().stream()
                .flatMap(node -> node.getStatus().getAddresses().stream())
                .filter(address -> address.getType().equals("InternalIP"))
                .map(NodeAddress::getAddress)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public Address service(String namespace, String name, int port) {
        return new Address(
                client.services()
                        .inNamespace(namespace)
                        .withName(name)
                        .require()
                        .getSpec()
                        .getClusterIP(),
                port);
    }

    @Override
    public Address pod(String namespace, String name, int port) {
        return new Address(
                client.pods()
                        .inNamespace(namespace)
                        .withName(name)
                        .require()
                        .getStatus()
                        .getPodIP(),
                port);
    }

    @Override
    public boolean isRouted() {
        return true;
    }

    @Override
    public void close() {
        client.close();
    }
}
