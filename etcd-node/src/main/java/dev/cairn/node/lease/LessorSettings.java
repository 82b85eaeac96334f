// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.lease;

/** @param minTtlSeconds shorter leases are raised to this: an election may take as long, and no lease may be shorter */
public record LessorSettings(long minTtlSeconds) {
    /** etcd's minimum: one and a half election timeouts, in whole seconds, rounded up. */
    public static long minTtlSeconds(int electionTicks, long heartbeatNanos) {
        long ticks = (3L * electionTicks) / 2;
        return Math.ceilDiv(ticks * heartbeatNanos, 1_000_000_000L);
    }
}
