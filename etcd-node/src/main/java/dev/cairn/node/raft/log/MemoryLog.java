// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.log;

import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.raft.LogStorage;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.raft.SnapshotMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The stable log in memory: a copy of what is durable on disk, so that followers are served and terms compared without
 * reading files. Starts after a raft snapshot and is cut off at the front by {@link #compact}. Confined to the raft
 * thread, like the core that reads it.
 *
 * <pre>
 * entries 11..20, snapshot at 15, compact(13):  entries 14..20, term of 13 stays known, snapshot still at 15
 * </pre>
 */
public final class MemoryLog implements LogStorage {
    private final ArrayList<Entry> entries = new ArrayList<>();
    private HardState hardState = HardState.EMPTY;
    private Snapshot snapshot = Snapshot.EMPTY;
    private long compactedIndex;
    private long compactedTerm;

    /** A log as it was recovered: the newest snapshot's position, the hard state, and the entries after the snapshot. */
    public static MemoryLog recovered(Snapshot snapshot, HardState hardState, List<Entry> entries) {
        MemoryLog log = new MemoryLog();
        log.installSnapshot(snapshot);
        log.setHardState(hardState);
        log.append(entries);
        return log;
    }

    @Override
    public HardState initialHardState() {
        return hardState;
    }

    @Override
    public ConfState initialConfState() {
        return snapshot.metadata().confState();
    }

    @Override
    public long firstIndex() {
        return compactedIndex + 1;
    }

    @Override
    public long lastIndex() {
        return compactedIndex + entries.size();
    }

    @Override
    public long term(long index) {
        if (index == compactedIndex) {
            return compactedTerm;
        }
        return index < compactedIndex || index > lastIndex()
                ? UNKNOWN_TERM
                : entry(index).term();
    }

    @Override
    public List<Entry> entries(long low, long high, long maxBytes) {
        if (low <= compactedIndex || low >= high || high > lastIndex() + 1) {
            throw new IllegalArgumentException(
                    "entries [" + low + ", " + high + ") of a log from " + firstIndex() + " to " + lastIndex());
        }
        List<Entry> found = new ArrayList<>((int) Math.min(high - low, 1024));
        long bytes = 0;
        for (long index = low; index < high; index++) {
            Entry entry = entry(index);
            bytes += entry.encodedBytes();
            if (bytes > maxBytes && !found.isEmpty()) {
                break;
            }
            found.add(entry);
        }
        return found;
    }

    @Override
    public Optional<Snapshot> snapshot() {
        return snapshot.isEmpty() ? Optional.empty() : Optional.of(snapshot);
    }

    public void setHardState(HardState newHardState) {
        hardState = newHardState;
    }

    /** Adds entries, which replace every one from their first index on; those compacted already are left out. */
    public void append(List<Entry> added) {
        if (added.isEmpty()) {
            return;
        }
        long first = added.getFirst().index();
        Invariant.check(first <= lastIndex() + 1, () -> "entries from " + first + " leave a gap after " + lastIndex());
        int known = Math.clamp(compactedIndex + 1 - first, 0, added.size());
        List<Entry> fresh = added.subList(known, added.size());
        if (!fresh.isEmpty()) {
            entries.subList((int) (fresh.getFirst().index() - compactedIndex - 1), entries.size())
                    .clear();
            entries.addAll(fresh);
        }
    }

    /** A snapshot came from the leader: the log starts after it. Refused when it is older than the one that is here. */
    public void installSnapshot(Snapshot received) {
        SnapshotMetadata metadata = received.metadata();
        Invariant.check(
                metadata.index() >= snapshot.metadata().index(),
                () -> "snapshot at " + metadata.index() + " is older than the one at "
                        + snapshot.metadata().index());
        snapshot = received;
        compactedIndex = metadata.index();
        compactedTerm = metadata.term();
        entries.clear();
    }

    /** What this member has applied up to {@code index} is now a snapshot too; entries stay until they are compacted. */
    public Snapshot createSnapshot(long index, ConfState confState, byte[] data) {
        Invariant.check(
                index > snapshot.metadata().index() && index <= lastIndex(),
                () -> "snapshot at " + index + ", but the last one is at "
                        + snapshot.metadata().index() + " and the log ends at " + lastIndex());
        snapshot = new Snapshot(new SnapshotMetadata(confState, index, term(index)), data);
        return snapshot;
    }

    /** Forgets entries up to {@code index}, which must be within the log. Nothing happens when they are gone already. */
    public void compact(long index) {
        if (index <= compactedIndex) {
            return;
        }
        Invariant.check(index <= lastIndex(), () -> "compact to " + index + ", but the log ends at " + lastIndex());
        long term = term(index);
        entries.subList(0, (int) (index - compactedIndex)).clear();
        compactedIndex = index;
        compactedTerm = term;
    }

    /** An entry between {@link #firstIndex} and {@link #lastIndex}. */
    public Entry entry(long index) {
        return entries.get((int) (index - compactedIndex - 1));
    }
}
