// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.execute.volume;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.naming.Labels;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;

/**
 * Takes a member's volume out of its cluster, or into it. One patch each, with the volume's UID in it: another volume of
 * the name is left alone (the API server answers 409), and there is nothing in between.
 */
public final class VolumeMarks {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesClient client;

    public VolumeMarks(KubernetesClient client) {
        this.client = client;
    }

    /** The volume is the cluster's no more; it is kept for whoever may want it back. */
    public void setAside(ClusterKey cluster, String member, String uid, String restore, Instant since) {
        ObjectNode metadata = metadata(uid);
        metadata.putObject("labels").putNull(Labels.CLUSTER).put(Labels.QUARANTINED, cluster.name());
        metadata.putObject("annotations")
                .put(Labels.QUARANTINED_FOR, restore)
                .put(Labels.QUARANTINED_SINCE, since.toString());
        patch(cluster, member, metadata);
    }

    /** The volume is the cluster's again. */
    public void bringBack(ClusterKey cluster, String member, String uid) {
        ObjectNode metadata = metadata(uid);
        metadata.putObject("labels").put(Labels.CLUSTER, cluster.name()).putNull(Labels.QUARANTINED);
        metadata.putObject("annotations").putNull(Labels.QUARANTINED_FOR).putNull(Labels.QUARANTINED_SINCE);
        patch(cluster, member, metadata);
    }

    /** The volume that a restore has filled becomes the cluster's; it does not go with the EtcdRestore any more. */
    public void adopt(ClusterKey cluster, String member, String uid) {
        ObjectNode metadata = metadata(uid);
        metadata.putObject("labels").put(Labels.CLUSTER, cluster.name()).putNull(Labels.RESTORE);
        metadata.putNull("ownerReferences");
        patch(cluster, member, metadata);
    }

    private static ObjectNode metadata(String uid) {
        return JSON.createObjectNode().put("uid", uid);
    }

    private void patch(ClusterKey cluster, String member, ObjectNode metadata) {
        client.persistentVolumeClaims()
                .inNamespace(cluster.namespace())
                .withName(ClusterKey.volumeClaim(member))
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        JSON.createObjectNode().set("metadata", metadata).toString());
    }
}
