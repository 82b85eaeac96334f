// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import dev.cairn.node.server.HistoryKept;
import dev.cairn.node.server.ServerConfig;
import java.util.List;
import java.util.random.RandomGenerator;

/** What is drawn once per run. Times in milliseconds. */
public record SimSettings(
        int voters,
        long snapshotCount,
        long catchUpEntries,
        long segmentSizeBytes,
        int maxSyncMillis,
        int maxTurnMillis,
        boolean preVote) {
    public static final int HEARTBEAT_MILLIS = 100;
    static final int ELECTION_TICKS = 10;

    public static SimSettings draw(RandomGenerator random) {
        return new SimSettings(
                random.nextInt(5) == 0 ? 5 : 3,
                random.nextInt(10, 100),
                random.nextInt(1, 30),
                random.nextInt(2, 24) * 1024L,
                random.nextInt(2, 40),
                random.nextInt(1, 6),
                random.nextInt(4) > 0);
    }

    ServerConfig config(String name, String peerUrl) {
        return new ServerConfig(
                name,
                List.of(peerUrl),
                List.of("http://" + name + ":2379"),
                "3.7.0",
                HEARTBEAT_MILLIS,
                ELECTION_TICKS,
                preVote,
                true,
                snapshotCount,
                catchUpEntries,
                1 << 20,
                128,
                1,
                0,
                true,
                HistoryKept.ALL);
    }
}
