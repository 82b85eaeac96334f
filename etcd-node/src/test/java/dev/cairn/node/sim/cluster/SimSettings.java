// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import dev.cairn.node.server.HistoryKept;
import dev.cairn.node.server.LeaseCheckpoints;
import dev.cairn.node.server.MemoryBudget;
import dev.cairn.node.server.Monitors;
import dev.cairn.node.server.ServerConfig;
import java.util.List;
import java.util.random.RandomGenerator;

/** What is drawn once per run. Times in milliseconds. */
public record SimSettings(
        int voters,
        long snapshotCount,
        long catchUpEntries,
        long segmentSizeBytes,
        long logMemoryBytes,
        int maxSyncMillis,
        int maxTurnMillis,
        boolean preVote,
        long faultyMillis,
        Room room,
        Habits habits) {
    /** What may be stored before alarm NOSPACE, in bytes; a quota of 0 or less is none. */
    public record Room(long quotaBytes, long indexBytes) {
        static final Room PLENTY = new Room(0, 256L << 20);
    }

    /** What members look after by themselves, and what they say they are. */
    public record Habits(Monitors monitors, LeaseCheckpoints leaseCheckpoints, String version) {
        static final Habits NONE = new Habits(new Monitors(false, 0, 0, 0), LeaseCheckpoints.NONE, "3.7.0");

        /** One of the two checks at most: the other would find first what is to be found by this one. */
        static Habits draw(RandomGenerator random) {
            int check = random.nextInt(3);
            return new Habits(
                    new Monitors(
                            true,
                            check == 0 ? random.nextInt(500, 4_000) : 0,
                            check == 1 ? random.nextInt(500, 4_000) : 0,
                            random.nextInt(500, 4_000)),
                    random.nextBoolean() ? new LeaseCheckpoints(random.nextInt(1, 3), true) : LeaseCheckpoints.NONE,
                    "3.7.0");
        }

        public Habits withMonitors(Monitors wanted) {
            return new Habits(wanted, leaseCheckpoints, version);
        }

        public Habits withLeaseCheckpoints(LeaseCheckpoints wanted) {
            return new Habits(monitors, wanted, version);
        }

        public Habits withVersion(String wanted) {
            return new Habits(monitors, leaseCheckpoints, wanted);
        }
    }

    public static final int HEARTBEAT_MILLIS = 100;
    static final int ELECTION_TICKS = 10;
    private static final long WATCH_PROGRESS_MILLIS = 600_000;
    private static final long WARNING_APPLY_NANOS = 100_000_000;

    /** {@code lagging}: logs are cut so short that whoever lags behind needs a snapshot. */
    public static SimSettings draw(RandomGenerator random, boolean lagging, long faultyMillis) {
        boolean tiny = lagging || random.nextInt(3) == 0;
        return new SimSettings(
                random.nextInt(5) == 0 ? 5 : 3,
                tiny ? random.nextInt(4, 16) : random.nextInt(10, 100),
                tiny ? random.nextInt(1, 4) : random.nextInt(1, 30),
                random.nextInt(1, tiny ? 3 : 12) * 1024L,
                random.nextInt(4) == 0 ? 64L << 20 : random.nextInt(200, 6_000),
                random.nextInt(2, 40),
                random.nextInt(1, 6),
                random.nextInt(4) > 0,
                faultyMillis,
                Room.PLENTY,
                Habits.draw(random));
    }

    public SimSettings withVoters(int wanted) {
        return with(wanted, room, habits);
    }

    public SimSettings withRoom(Room wanted) {
        return with(voters, wanted, habits);
    }

    public SimSettings withHabits(Habits wanted) {
        return with(voters, room, wanted);
    }

    private SimSettings with(int newVoters, Room newRoom, Habits newHabits) {
        return new SimSettings(
                newVoters,
                snapshotCount,
                catchUpEntries,
                segmentSizeBytes,
                logMemoryBytes,
                maxSyncMillis,
                maxTurnMillis,
                preVote,
                faultyMillis,
                newRoom,
                newHabits);
    }

    /** So little of the log that most of what a follower lacks comes from the files. */
    MemoryBudget memory() {
        return MemoryBudget.ofHeap(1L << 30).withLogBytes(logMemoryBytes).withIndexBytes(room.indexBytes());
    }

    ServerConfig config(String name, String peerUrl) {
        return new ServerConfig(
                name,
                List.of(peerUrl),
                List.of("http://" + name + ":2379"),
                habits.version(),
                HEARTBEAT_MILLIS,
                ELECTION_TICKS,
                preVote,
                true,
                snapshotCount,
                catchUpEntries,
                1 << 20,
                128,
                1,
                room.quotaBytes(),
                true,
                HistoryKept.ALL,
                WATCH_PROGRESS_MILLIS,
                WARNING_APPLY_NANOS,
                habits.monitors(),
                habits.leaseCheckpoints());
    }
}
