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
        boolean preVote,
        long faultyMillis) {
    public static final int HEARTBEAT_MILLIS = 100;
    static final int ELECTION_TICKS = 10;

    /** {@code lagging}: logs are cut so short that whoever lags behind needs a snapshot. */
    public static SimSettings draw(RandomGenerator random, boolean lagging, long faultyMillis) {
        boolean tiny = lagging || random.nextInt(3) == 0;
        return new SimSettings(
                random.nextInt(5) == 0 ? 5 : 3,
                tiny ? random.nextInt(4, 16) : random.nextInt(10, 100),
                tiny ? random.nextInt(1, 4) : random.nextInt(1, 30),
                random.nextInt(1, tiny ? 3 : 12) * 1024L,
                random.nextInt(2, 40),
                random.nextInt(1, 6),
                random.nextInt(4) > 0,
                faultyMillis);
    }

    public SimSettings withVoters(int wanted) {
        return new SimSettings(
                wanted,
                snapshotCount,
                catchUpEntries,
                segmentSizeBytes,
                maxSyncMillis,
                maxTurnMillis,
                preVote,
                faultyMillis);
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
