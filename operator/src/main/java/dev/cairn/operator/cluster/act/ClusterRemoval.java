// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.act;

import dev.cairn.crds.cluster.DeletionPolicy;
import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.operator.kube.EventWriter;
import dev.cairn.operator.kube.KubeWriter;
import dev.cairn.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;

/**
 * What is done when an EtcdCluster is deleted: its volumes go or stay, as its policy says; everything else goes with its
 * owner. Nothing is waited for, so that the deletion of a namespace never hangs on it: a claim in use ends with its pod.
 */
public final class ClusterRemoval {
    private final KubernetesClient client;
    private final KubeWriter kube;
    private final EventWriter events;

    public ClusterRemoval(KubernetesClient client, EventWriter events) {
        this.client = client;
        this.kube = new KubeWriter(client);
        this.events = events;
    }

    public void remove(EtcdCluster cluster) {
        String namespace = cluster.getMetadata().getNamespace();
        String name = cluster.getMetadata().getName();
        client.pods().inNamespace(namespace).withLabel(Labels.CLUSTER, name).delete();
        boolean delete = cluster.getSpec() != null && cluster.getSpec().deletionPolicy() == DeletionPolicy.DELETE;
        List<String> others = delete ? deleteVolumes(cluster) : List.of();
        events.normal(
                cluster,
                "Deleted",
                delete
                        ? "deletionPolicy is Delete: the members' volumes go"
                                + (others.isEmpty()
                                        ? ""
                                        : "; " + String.join(", ", others) + " hold another cluster's data and stay")
                        : "deletionPolicy is Retain: the members' volumes stay; an EtcdCluster of this name adopts them");
    }

    /** Deletes the volumes that hold this cluster's data. Returns the names of those that hold another's. */
    private List<String> deleteVolumes(EtcdCluster cluster) {
        String clusterId =
                cluster.getStatus() == null ? null : cluster.getStatus().clusterId();
        var others = new ArrayList<String>();
        for (PersistentVolumeClaim each : client.persistentVolumeClaims()
                .inNamespace(cluster.getMetadata().getNamespace())
                .withLabel(Labels.CLUSTER, cluster.getMetadata().getName())
                .list()
                .getItems()) {
            String holds = each.getMetadata().getAnnotations() == null
                    ? null
                    : each.getMetadata().getAnnotations().get(Labels.CLUSTER_ID);
            if (holds == null || holds.equals(clusterId)) {
                kube.delete(
                        "api/v1",
                        "persistentvolumeclaims",
                        each.getMetadata().getNamespace(),
                        each.getMetadata().getName(),
                        each.getMetadata().getUid());
            } else {
                others.add(each.getMetadata().getName());
            }
        }
        return others;
    }
}
