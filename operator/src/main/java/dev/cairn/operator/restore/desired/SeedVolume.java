// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.restore.desired;

import dev.cairn.crds.CairnApi;
import dev.cairn.crds.cluster.StorageSpec;
import dev.cairn.operator.cluster.desired.MemberVolume;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.naming.ResourceKey;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import java.util.Optional;

/**
 * The volume in which a restore in place makes its member. It is no volume of the cluster's before the cluster takes it;
 * until then it belongs to the EtcdRestore and goes with it.
 */
public final class SeedVolume {
    private SeedVolume() {}

    public static PersistentVolumeClaim of(
            ResourceKey restore, ClusterKey cluster, String member, StorageSpec storage) {
        return new PersistentVolumeClaimBuilder(MemberVolume.of(cluster, member, storage, Optional.empty()))
                .editMetadata()
                .removeFromLabels(Labels.CLUSTER)
                .addToLabels(Labels.RESTORE, restore.name())
                .addToAnnotations(Labels.RESTORE_UID, restore.uid())
                .addNewOwnerReference()
                .withApiVersion(CairnApi.GROUP + "/" + CairnApi.VERSION)
                .withKind("EtcdRestore")
                .withName(restore.name())
                .withUid(restore.uid())
                .endOwnerReference()
                .endMetadata()
                .build();
    }
}
