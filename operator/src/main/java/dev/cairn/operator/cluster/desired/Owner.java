// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.desired;

import dev.cairn.crds.CairnApi;
import dev.cairn.operator.naming.ClusterKey;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;

/**
 * The reference by which an object goes when its EtcdCluster goes, and by which a drain sees that someone will replace
 * a pod. Volumes bear none: garbage collection would delete what {@code deletionPolicy: Retain} keeps.
 */
final class Owner {
    private Owner() {}

    static OwnerReference of(ClusterKey cluster) {
        return new OwnerReferenceBuilder()
                .withApiVersion(CairnApi.GROUP + "/" + CairnApi.VERSION)
                .withKind("EtcdCluster")
                .withName(cluster.name())
                .withUid(cluster.uid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }
}
