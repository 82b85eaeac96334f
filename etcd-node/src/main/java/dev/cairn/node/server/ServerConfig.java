// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

import java.util.List;

/** What a member needs to know about itself to run; times in ticks of {@code heartbeatMillis} or in milliseconds, sizes in bytes. */
public record ServerConfig(
        String name,
        List<String> peerUrls,
        List<String> clientUrls,
        String serverVersion,
        int heartbeatMillis,
        int electionTicks,
        boolean preVote,
        boolean initialElectionTickAdvance,
        long snapshotCount,
        long catchUpEntries,
        int maxRequestBytes,
        int maxTxnOps,
        int maxLearners,
        long quotaBytes,
        boolean strictReconfigCheck,
        HistoryKept autoCompaction,
        long watchProgressMillis,
        long warningApplyNanos,
        Monitors monitors,
        LeaseCheckpoints leaseCheckpoints) {
    public long heartbeatNanos() {
        return heartbeatMillis * 1_000_000L;
    }

    public long electionTimeoutNanos() {
        return electionTicks * heartbeatNanos();
    }

    /** etcd's request timeout: room for an election on top of five seconds of work. */
    public long requestTimeoutNanos() {
        return 5_000_000_000L + 2 * electionTimeoutNanos();
    }
}
