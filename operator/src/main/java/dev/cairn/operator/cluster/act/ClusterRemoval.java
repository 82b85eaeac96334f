// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.act;

import dev.cairn.crds.cluster.DeletionPolicy;
import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.operator.kube.EventWriter;
import dev.cairn.operator.naming.Labels;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * What is done when an EtcdCluster is deleted: its volumes go or stay, as its policy says; everything else goes with its
 * owner. Nothing is waited for, so that the deletion of a namespace never hangs on it: a claim in use ends with its pod.
 */
public final class ClusterRemoval {
    private final KubernetesClient client;
    private final EventWriter events;

    public ClusterRemoval(KubernetesClient client, EventWriter events) {
        this.client = client;
        this.events = events;
    }

    public void remove(EtcdCluster cluster) {
        String namespace = cluster.getMetadata().getNamespace();
        String name = cluster.getMetadata().getName();
        client.pods().inNamespace(namespace).withLabel(Labels.CLUSTER, name).delete();
        boolean delete = cluster.getSpec() != null && cluster.getSpec().deletionPolicy() == DeletionPolicy.DELETE;
        if (delete) {
            client.persistentVolumeClaims()
                    .inNamespace(namespace)
                    .withLabel(Labels.CLUSTER, name)
                    .delete();
        }
        events.normal(
                cluster,
                "Deleted",
                delete
                        ? "deletionPolicy is Delete: the members' volumes go"
                        : "deletionPolicy is Retain: the members' volumes stay; an EtcdCluster of this name adopts them");
    }
}
