// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.desired;

import dev.cairn.crds.cluster.StorageSpec;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A member's claim. It says what it holds, so that it can be known again when the EtcdCluster is lost. */
public final class MemberVolume {
    private static final Quantity SIZE = new Quantity("8Gi");

    private MemberVolume() {}

    /** @param clusterId the cluster the member joins, in hexadecimal; empty for the seed */
    public static PersistentVolumeClaim of(
            ClusterKey cluster, String member, StorageSpec wanted, Optional<String> clusterId) {
        Quantity size = wanted == null || wanted.size() == null ? SIZE : wanted.size();
        var annotations = new TreeMap<String, String>();
        clusterId.ifPresentOrElse(
                id -> annotations.put(Labels.CLUSTER_ID, id), () -> annotations.put(Labels.SEED, "true"));
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(ClusterKey.volumeClaim(member))
                .withNamespace(cluster.namespace())
                .withLabels(Labels.ofMember(cluster, member))
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withStorageClassName(wanted == null ? null : wanted.storageClassName())
                .withNewResources()
                .withRequests(Map.of("storage", size))
                .endResources()
                .endSpec()
                .build();
    }
}
