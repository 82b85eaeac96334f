// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.act;

import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.crds.cluster.EtcdClusterStatus;
import dev.cairn.operator.naming.ClusterKey;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * Writes an EtcdCluster's status by compare-and-swap: it is written only if nobody has written since it was read. That
 * also tells two operators apart: of two that read the same, one writes.
 */
public final class StatusStore {
    private final KubernetesClient client;

    public StatusStore(KubernetesClient client) {
        this.client = client;
    }

    /** Writes, or throws KubernetesClientException (409). Returns the new resource version. */
    public String write(ClusterKey key, String resourceVersion, EtcdClusterStatus status) {
        var cluster = new EtcdCluster();
        cluster.setMetadata(new ObjectMetaBuilder()
                .withNamespace(key.namespace())
                .withName(key.name())
                .withUid(key.uid())
                .withResourceVersion(resourceVersion)
                .build());
        cluster.setStatus(status);
        return client.resource(cluster).updateStatus().getMetadata().getResourceVersion();
    }
}
