// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;

/** A Kubernetes with our operator on it, and what differs between the ways to have one. */
public interface KubernetesUnderTest extends AutoCloseable {
    KubernetesClient client();

    /** Brings an image archive (OCI layout or {@code docker save}) onto the node. */
    void load(Path archive);

    /** At which address pods find servers of this machine. */
    String thisMachine();

    /** A Service's port as this machine reaches it; closed with this Kubernetes. */
    Address service(String namespace, String name, int port);

    /** A pod's port as this machine reaches it; closed with this Kubernetes. */
    Address pod(String namespace, String name, int port);

    /** Whether addresses of Services and pods lead there from this machine without a detour. */
    boolean isRouted();

    @Override
    void close();

    /** kind where Docker runs containers and {@code CAIRN_KIND=no} does not forbid it, else what {@code make up} made. */
    static KubernetesUnderTest find() {
        return KindKubernetes.isUsable() ? KindKubernetes.start() : LocalKubernetes.running();
    }

    /** Host and port. */
    record Address(String host, int port) {}
}
