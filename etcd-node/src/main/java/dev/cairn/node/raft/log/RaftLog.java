// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.log;

import dev.cairn.node.invariant.Invariant;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.EntryType;
import dev.cairn.node.raft.LogStorage;
import dev.cairn.node.raft.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The whole log, stable and unstable, as one; and how far it is committed, being applied, and applied:
 * {@code applied <= applying <= committed <= lastIndex}.
 */
public final class RaftLog {
    private final LogStorage storage;
    private final UnstableLog unstable;
    private final ApplyWindow window;
    private long committed;
    private long applying;
    private long applied;
    /** No configuration change lies after this index. */
    private long lastConfChange;

    /** Nothing after the storage's snapshot counts as committed yet: the hard state tells. */
    public RaftLog(LogStorage storage, long maxApplyingBytes) {
        this.storage = storage;
        this.unstable = new UnstableLog(storage.lastIndex() + 1);
        this.window = new ApplyWindow(maxApplyingBytes);
        committed = storage.firstIndex() - 1;
        applying = committed;
        applied = committed;
        lastConfChange = storage.lastIndex();
    }

    public long firstIndex() {
        return unstable.hasSnapshot() ? unstable.snapshotIndex() + 1 : storage.firstIndex();
    }

    public long lastIndex() {
        long last = unstable.lastIndex();
        return last == 0 ? storage.lastIndex() : last;
    }

    public long lastTerm() {
        long term = term(lastIndex());
        Invariant.check(term != LogStorage.UNKNOWN_TERM, () -> "the last entry, " + lastIndex() + ", has no term");
        return term;
    }

    public long committed() {
        return committed;
    }

    public long applied() {
        return applied;
    }

    /** The term at {@code index}, {@link LogStorage#UNKNOWN_TERM} if it is compacted or not there yet. */
    public long term(long index) {
        long term = unstable.term(index);
        if (term != LogStorage.UNKNOWN_TERM) {
            return term;
        }
        // behind an unstable snapshot or among replaced entries the storage is out of date
        return index + 1 < firstIndex() || index >= unstable.offset() ? LogStorage.UNKNOWN_TERM : storage.term(index);
    }

    public boolean matches(long term, long index) {
        return term(index) == term;
    }

    /** A log whose last entry is (term, index) is no less complete than this one (§5.4.1). */
    public boolean isNoNewerThan(long term, long index) {
        return term > lastTerm() || term == lastTerm() && index >= lastIndex();
    }

    /** Entries from {@code low} to the end, bounded in bytes; empty when there are none or {@code low} is compacted. */
    public List<Entry> entriesFrom(long low, long maxBytes) {
        return low < firstIndex() || low > lastIndex() ? List.of() : slice(low, lastIndex() + 1, maxBytes);
    }

    /** Entries in [low, high), which must be in the log: at least one, then as many as fit {@code maxBytes}. */
    public List<Entry> slice(long low, long high, long maxBytes) {
        long stableEnd = Math.min(high, unstable.offset());
        List<Entry> found = new ArrayList<>();
        long bytes = 0;
        if (low < stableEnd) {
            found.addAll(storage.entries(low, stableEnd, maxBytes));
            if (found.size() < stableEnd - low) {
                return found;
            }
            for (Entry entry : found) {
                bytes += entry.encodedBytes();
            }
        }
        for (long index = Math.max(low, unstable.offset()); index < high; index++) {
            Entry entry = unstable.entry(index);
            bytes += entry.encodedBytes();
            if (bytes > maxBytes && !found.isEmpty()) {
                break;
            }
            found.add(entry);
        }
        return found;
    }

    /** The leader's way: entries at the end, already numbered. */
    public void append(List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        long first = entries.getFirst().index();
        Invariant.check(first > committed, () -> "entry " + first + " would replace one that is committed");
        unstable.append(entries);
        for (Entry entry : entries) {
            if (entry.type() != EntryType.NORMAL) {
                lastConfChange = Math.max(lastConfChange, entry.index());
            }
        }
    }

    /** False if there is certainly none; what was there at the start is not looked through. */
    public boolean mayHoldConfChangeAfter(long index) {
        return lastConfChange > index;
    }

    /**
     * The follower's way (§5.3): entries that follow (prevTerm, prevIndex). Those that are here already stay, the first
     * that differs and all after it are replaced.
     *
     * @return false if (prevTerm, prevIndex) is not in this log
     */
    public boolean appendAfter(long prevTerm, long prevIndex, List<Entry> entries) {
        if (!matches(prevTerm, prevIndex)) {
            return false;
        }
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (!matches(entry.term(), entry.index())) {
                append(entries.subList(i, entries.size()));
                break;
            }
        }
        return true;
    }

    /** The last index up to {@code index} whose term is not above {@code term}: the logs can match no later than there. */
    public long lastNotAbove(long term, long index) {
        for (long at = index; at > 0; at--) {
            long termHere = term(at);
            if (termHere == LogStorage.UNKNOWN_TERM || termHere <= term) {
                return at;
            }
        }
        return 0;
    }

    public void commitTo(long index) {
        if (index <= committed) {
            return;
        }
        Invariant.check(
                index <= lastIndex(),
                () -> "told to commit to " + index + ", but the log ends at " + lastIndex() + ": was it damaged?");
        committed = index;
    }

    /** A leader commits by counting only entries of its own term (§5.4.2). */
    public boolean commitIfOfTerm(long term, long index) {
        if (index <= committed || !matches(term, index)) {
            return false;
        }
        commitTo(index);
        return true;
    }

    /** Replaces the log by a snapshot from the leader. */
    public void restore(Snapshot snapshot) {
        committed = snapshot.metadata().index();
        unstable.restore(snapshot);
    }

    /** A snapshot to send: one that is still being installed, else the storage's. */
    public Optional<Snapshot> snapshot() {
        return unstable.hasSnapshot() ? Optional.of(unstable.snapshot()) : storage.snapshot();
    }

    public boolean hasPendingSnapshot() {
        return unstable.hasSnapshot();
    }

    public List<Entry> entriesToWrite() {
        return unstable.entriesToWrite();
    }

    public boolean hasEntriesToWrite() {
        return unstable.hasEntriesToWrite();
    }

    /** Entries wait to be written or are being written. */
    public boolean hasUnstableEntries() {
        return !unstable.isEmpty();
    }

    public Optional<Snapshot> snapshotToWrite() {
        return unstable.snapshotToWrite();
    }

    public void markInProgress() {
        unstable.markInProgress();
    }

    public boolean stableTo(long term, long index) {
        return unstable.stableTo(term, index);
    }

    public void stableSnapshot(long index) {
        unstable.stableSnapshot(index);
    }

    /** What may be applied next, bounded in bytes; nothing while a snapshot is on its way or the window is full. */
    public List<Entry> entriesToApply(boolean allowUnstable) {
        return hasEntriesToApply(allowUnstable)
                ? slice(applying + 1, appliableEnd(allowUnstable), window.room())
                : List.of();
    }

    public boolean hasEntriesToApply(boolean allowUnstable) {
        return !window.isPaused() && !unstable.hasSnapshot() && applying + 1 < appliableEnd(allowUnstable);
    }

    private long appliableEnd(boolean allowUnstable) {
        return (allowUnstable ? committed : Math.min(committed, unstable.offset() - 1)) + 1;
    }

    /** The entries were handed out for applying. */
    public void markApplying(List<Entry> entries, boolean allowUnstable) {
        applying = entries.getLast().index();
        window.take(entries, applying + 1 < appliableEnd(allowUnstable));
    }

    /** Entries that were handed out are not yet applied. */
    public boolean isApplying() {
        return applying > applied;
    }

    /** Entries up to {@code index} were applied. */
    public void appliedTo(long index, List<Entry> entries) {
        Invariant.check(
                index <= committed && index >= applied,
                () -> "applied " + index + " is not within [" + applied + ", " + committed + "]");
        applied = index;
        applying = Math.max(applying, index);
        window.release(entries);
    }
}
