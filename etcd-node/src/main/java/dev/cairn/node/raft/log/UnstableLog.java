// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.log;

import dev.cairn.node.invariant.Invariant;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.LogStorage;
import dev.cairn.node.raft.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The end of the log that is not known to be durable: entries from {@code offset} on, or a snapshot that replaces
 * everything before {@code offset}. Some of it has been handed out to be written (in progress), the rest waits.
 *
 * <pre>
 * offset = 5   entries 5 6 7 8   in progress up to 6:   stable ... 4 | 5 6 | 7 8
 * append 7' (another term)                          :   stable ... 4 | 5 6 | 7'
 * append 6'' while 5 6 are being written            :   stable ... 4 | 5 | 6''     6 will be overwritten on disk too
 * </pre>
 */
final class UnstableLog {
    private final ArrayList<Entry> entries = new ArrayList<>();
    private long offset;
    private long nextToWrite;
    private Snapshot snapshot;
    private boolean snapshotInProgress;

    UnstableLog(long offset) {
        this.offset = offset;
        this.nextToWrite = offset;
    }

    long offset() {
        return offset;
    }

    boolean hasSnapshot() {
        return snapshot != null;
    }

    long snapshotIndex() {
        return snapshot.metadata().index();
    }

    Snapshot snapshot() {
        return snapshot;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** The last index here, or 0 when neither entries nor a snapshot are. */
    long lastIndex() {
        if (!entries.isEmpty()) {
            return offset + entries.size() - 1;
        }
        return snapshot == null ? 0 : snapshotIndex();
    }

    /** The term at {@code index} if that lies here. */
    long term(long index) {
        if (index < offset) {
            boolean ofSnapshot = snapshot != null && snapshotIndex() == index;
            return ofSnapshot ? snapshot.metadata().term() : LogStorage.UNKNOWN_TERM;
        }
        return index - offset < entries.size()
                ? entries.get((int) (index - offset)).term()
                : LogStorage.UNKNOWN_TERM;
    }

    Entry entry(long index) {
        return entries.get((int) (index - offset));
    }

    List<Entry> entriesToWrite() {
        return List.copyOf(entries.subList((int) (nextToWrite - offset), entries.size()));
    }

    boolean hasEntriesToWrite() {
        return nextToWrite - offset < entries.size();
    }

    Optional<Snapshot> snapshotToWrite() {
        return snapshotInProgress ? Optional.empty() : Optional.ofNullable(snapshot);
    }

    /** Everything that was to be written is being written now. */
    void markInProgress() {
        nextToWrite = offset + entries.size();
        snapshotInProgress = snapshot != null;
    }

    /**
     * The log is durable up to (term, index). Ignored unless that very entry is here: it may have been replaced while it
     * was written, or have become stable by an earlier acknowledgement.
     */
    boolean stableTo(long term, long index) {
        if (index < offset || term(index) != term) {
            return false;
        }
        entries.subList(0, (int) (index + 1 - offset)).clear();
        offset = index + 1;
        nextToWrite = Math.max(nextToWrite, offset);
        return true;
    }

    void stableSnapshot(long index) {
        if (snapshot != null && snapshotIndex() == index) {
            snapshot = null;
            snapshotInProgress = false;
        }
    }

    void restore(Snapshot newSnapshot) {
        snapshot = newSnapshot;
        snapshotInProgress = false;
        offset = snapshotIndex() + 1;
        nextToWrite = offset;
        entries.clear();
    }

    /** Entries replace whatever is here from their first index on. */
    void append(List<Entry> added) {
        long first = added.getFirst().index();
        if (first <= offset) {
            offset = first;
            nextToWrite = first;
            entries.clear();
        } else if (first < offset + entries.size()) {
            entries.subList((int) (first - offset), entries.size()).clear();
            nextToWrite = Math.min(nextToWrite, first);
        } else {
            Invariant.check(
                    first == offset + entries.size(),
                    () -> "entries from " + first + " do not follow " + (offset + entries.size() - 1));
        }
        entries.addAll(added);
    }
}
