// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.observe;

import java.util.Map;
import java.util.Optional;

/**
 * A member's PersistentVolumeClaim.
 *
 * @param clusterId the etcd cluster, in hexadecimal, whose data it holds; empty for a seed that has formed nothing yet
 * @param seed whether it was made to form the cluster
 * @param askedSpec digests of the specification that its next pod is to be made from, whatever the others run with;
 *     empty where it is to be made from what they run with
 * @param lost its volume is gone from under it
 */
public record ObservedVolume(
        String name,
        String uid,
        Optional<String> clusterId,
        boolean seed,
        boolean terminating,
        boolean lost,
        Map<String, String> askedSpec) {
    public ObservedVolume {
        askedSpec = Map.copyOf(askedSpec);
    }

    /** Whether a member can still live on it. */
    public boolean usable() {
        return !terminating && !lost;
    }

    /** Whether it is of this cluster: it says so, or it is the seed's and the cluster has formed only now. */
    public boolean belongsTo(String cluster) {
        return clusterId.map(cluster::equals).orElse(seed);
    }
}
