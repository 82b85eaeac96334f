// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.lease;

/**
 * @param minTtlSeconds shorter leases are raised to this: an election may take as long, and no lease may be shorter
 * @param checkpointSeconds the primary names what is left of a longer lease each time so much has passed; 0 is never
 * @param checkpointsStored whether that is stored also where the cluster is too old for it to be expected
 */
public record LessorSettings(long minTtlSeconds, long checkpointSeconds, boolean checkpointsStored) {
    /** Without checkpoints. */
    public LessorSettings(long minTtlSeconds) {
        this(minTtlSeconds, 0, false);
    }

    /** etcd's minimum: one and a half election timeouts, in whole seconds, rounded up. */
    public static long minTtlSeconds(int electionTicks, long heartbeatNanos) {
        long ticks = (3L * electionTicks) / 2;
        return Math.ceilDiv(ticks * heartbeatNanos, 1_000_000_000L);
    }
}
