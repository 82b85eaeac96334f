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
 * What survives of a member: hard state, snapshot, entries. Writes wait for the disk; one that need not be synced counts
 * as done when it is written, and is durable with the next one that is synced. A crash keeps any prefix of what was not
 * synced, cut within a write too (entries are written before the hard state).
 */
final class SimRaftDisk {
    private HardState hardState = HardState.EMPTY;
    private Snapshot snapshot;
    private final TreeMap<Long, Entry> entries = new TreeMap<>();
    private final ArrayDeque<Ready> queued = new ArrayDeque<>();
    private final ArrayDeque<Ready> written = new ArrayDeque<>();

    SimRaftDisk(Snapshot initial) {
        snapshot = initial;
    }

    void write(Ready ready) {
        queued.add(ready);
    }

    /** The oldest write is done. */
    Ready complete() {
        Ready ready = queued.remove();
        written.add(ready);
        if (ready.mustSync() || ready.snapshot().isPresent()) {
            sync();
        }
        return ready;
    }

    private void sync() {
        written.forEach(ready -> put(ready, ready.entries().size(), true));
        written.clear();
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
        written.addAll(queued);
        queued.clear();
        int whole = random.nextInt(written.size() + 1);
        for (int i = 0; i < whole; i++) {
            Ready ready = written.remove();
            put(ready, ready.entries().size(), true);
        }
        // a snapshot is one file: it is there or not
        if (!written.isEmpty() && written.peek().snapshot().isEmpty()) {
            Ready torn = written.peek();
            put(torn, random.nextInt(torn.entries().size() + 1), false);
        }
        written.clear();
    }

    /** The member's own snapshot, durable before anything is released. */
    void saveSnapshot(Snapshot own, long keepFrom) {
        sync();
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
