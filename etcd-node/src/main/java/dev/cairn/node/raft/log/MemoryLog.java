// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.log;

import dev.cairn.node.invariant.Invariant;
import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.raft.LogStorage;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.raft.SnapshotMetadata;
import java.util.List;
import java.util.Optional;

/**
 * The stable log at hand: what is durable on disk, its end in memory, so that followers that keep up are served and terms
 * compared without reading files; what lies further back is read when a follower, or a restart, needs it. Starts after a
 * raft snapshot and is cut off at the front by {@link #compact}. Confined to the raft thread, like the core that reads it.
 *
 * <pre>
 * entries 11..20, snapshot at 15, compact(13):  entries 14..20, term of 13 stays known, snapshot still at 15
 * </pre>
 */
public final class MemoryLog implements LogStorage {
    private final EntryTail entries;
    private HardState hardState = HardState.EMPTY;
    private Snapshot snapshot = Snapshot.EMPTY;
    private long compactedTerm;

    /** An empty log that stays in memory whole. */
    public MemoryLog() {
        this(EntryTail.inMemory(0));
    }

    private MemoryLog(EntryTail entries) {
        this.entries = entries;
    }

    /** A log as it was recovered: the newest snapshot's position, the hard state, and the entries after the snapshot. */
    public static MemoryLog recovered(Snapshot snapshot, HardState hardState, List<Entry> entries) {
        EntryTail tail = EntryTail.inMemory(snapshot.metadata().index());
        entries.forEach(tail::append);
        return recovered(snapshot, hardState, tail);
    }

    /** As above; the log takes the entries over. */
    public static MemoryLog recovered(Snapshot snapshot, HardState hardState, EntryTail entries) {
        MemoryLog log = new MemoryLog(entries);
        log.snapshot = snapshot;
        log.compactedTerm = snapshot.metadata().term();
        log.setHardState(hardState);
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
        return entries.firstIndex();
    }

    @Override
    public long lastIndex() {
        return entries.lastIndex();
    }

    @Override
    public long term(long index) {
        if (index == firstIndex() - 1) {
            return compactedTerm;
        }
        return index < firstIndex() || index > lastIndex() ? UNKNOWN_TERM : entries.term(index);
    }

    @Override
    public List<Entry> entries(long low, long high, long maxBytes) {
        if (low < firstIndex() || low >= high || high > lastIndex() + 1) {
            throw new IllegalArgumentException(
                    "entries [" + low + ", " + high + ") of a log from " + firstIndex() + " to " + lastIndex());
        }
        return entries.entries(low, high, maxBytes);
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
        int known = Math.clamp(firstIndex() - first, 0, added.size());
        added.subList(known, added.size()).forEach(entries::append);
    }

    /** A snapshot came from the leader: the log starts after it. Refused when it is older than the one that is here. */
    public void installSnapshot(Snapshot received) {
        SnapshotMetadata metadata = received.metadata();
        Invariant.check(
                metadata.index() >= snapshot.metadata().index(),
                () -> "snapshot at " + metadata.index() + " is older than the one at "
                        + snapshot.metadata().index());
        snapshot = received;
        compactedTerm = metadata.term();
        entries.restartAfter(metadata.index());
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
        if (index < firstIndex()) {
            return;
        }
        Invariant.check(index <= lastIndex(), () -> "compact to " + index + ", but the log ends at " + lastIndex());
        compactedTerm = term(index);
        entries.dropUpTo(index);
    }

    /** Encoded bytes of the entry at an index between {@link #firstIndex} and {@link #lastIndex}. */
    public int encodedBytes(long index) {
        return entries.encodedBytes(index);
    }

    /** What the entries in memory take, about; any thread. */
    public long memoryBytes() {
        return entries.memoryBytes();
    }
}
