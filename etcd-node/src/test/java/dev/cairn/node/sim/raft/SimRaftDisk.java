// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.raft;

import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.raft.Ready;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.raft.log.MemoryLog;
import java.util.ArrayDeque;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * What survives of a member: hard state, snapshot, entries. Writes wait until they are synced; a crash keeps any prefix of
 * those that were not, cut within a write too (entries are written before the hard state).
 */
final class SimRaftDisk {
    private HardState hardState = HardState.EMPTY;
    private Snapshot snapshot;
    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    private final ArrayDeque<Ready> unsynced = new ArrayDeque<>();

    SimRaftDisk(Snapshot initial) {
        snapshot = initial;
    }

    void write(Ready ready) {
        unsynced.add(ready);
    }

    boolean hasUnsynced() {
        return !unsynced.isEmpty();
    }

    int unsyncedWrites() {
        return unsynced.size();
    }

    /** The oldest write is durable now. */
    Ready syncOne() {
        Ready ready = unsynced.remove();
        put(ready, ready.entries().size(), true);
        return ready;
    }

    private void put(Ready ready, int entryCount, boolean withState) {
        ready.snapshot().ifPresent(received -> {
            snapshot = received;
            entries.clear();
        });
        for (Entry entry : ready.entries().subList(0, entryCount)) {
            entries.tailMap(entry.index(), true).clear();
            entries.put(entry.index(), entry);
        }
        if (withState) {
            ready.hardState().ifPresent(state -> hardState = state);
        }
    }

    /** Power is gone: of what was not synced, some prefix made it. */
    void crash(RandomGenerator random) {
        int whole = random.nextInt(unsynced.size() + 1);
        for (int i = 0; i < whole; i++) {
            syncOne();
        }
        // a snapshot is one file: it is there or not
        if (!unsynced.isEmpty() && unsynced.peek().snapshot().isEmpty()) {
            Ready torn = unsynced.peek();
            put(torn, random.nextInt(torn.entries().size() + 1), false);
        }
        unsynced.clear();
    }

    /** The member's own snapshot, durable before anything is released. */
    void saveSnapshot(Snapshot own, long keepFrom) {
        if (own.metadata().index() > snapshot.metadata().index()) {
            snapshot = own;
        }
        entries.headMap(keepFrom, false).clear();
    }

    Snapshot snapshot() {
        return snapshot;
    }

    HardState hardState() {
        return hardState;
    }

    /** The log as it is found at a start: nothing that the snapshot covers is uncommitted. */
    MemoryLog recover() {
        long index = snapshot.metadata().index();
        List<Entry> tail = List.copyOf(entries.tailMap(index, false).values());
        HardState state = new HardState(hardState.term(), hardState.vote(), Math.max(hardState.commit(), index));
        return MemoryLog.recovered(snapshot, state, tail);
    }
}
