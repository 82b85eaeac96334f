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
        Map<String, String> askedSpec,
        Claim claim) {

    /**
     * What was claimed for it.
     *
     * @param bytes 0 where it is not known
     * @param expandable it may be made larger, as its class says; looked up only where a larger one is asked for
     */
    public record Claim(long bytes, Optional<String> storageClass, boolean expandable) {
        /** Of which nothing is known. */
        public static final Claim UNKNOWN = new Claim(0, Optional.empty(), false);
    }

    /** A volume of whose claim nothing is known. */
    public ObservedVolume(
            String name,
            String uid,
            Optional<String> clusterId,
            boolean seed,
            boolean terminating,
            boolean lost,
            Map<String, String> askedSpec) {
        this(name, uid, clusterId, seed, terminating, lost, askedSpec, Claim.UNKNOWN);
    }

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
