// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.observe;

import dev.cairn.operator.naming.ClusterKey;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** Whose an object is. Garbage collection takes what an earlier EtcdCluster of the same name has left, some time after it. */
public final class Ownership {
    private Ownership() {}

    /** It is owned by an EtcdCluster, and that is another one than this: an earlier one of its name. */
    public static boolean ofAnother(HasMetadata object, ClusterKey key) {
        return object.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner ->
                        "EtcdCluster".equals(owner.getKind()) && !key.uid().equals(owner.getUid()));
    }
}
