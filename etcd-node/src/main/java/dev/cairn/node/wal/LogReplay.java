// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.codec.EntryCodec;
import dev.cairn.node.codec.HardStateCodec;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.EntryType;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.raft.log.EntryTail;
import dev.cairn.node.wal.record.Record;

/**
 * Rebuilds what a log says from its records: of entries with the same index the later one wins and ends what followed.
 * A record's type is not under its checksum, so every record must also make sense where it stands.
 */
final class LogReplay implements LogReader.Visitor {
    private final WalSnapshot from;
    private final EntryReader reader;
    private final EntryTail entries;
    private WalMetadata metadata;
    private HardState hardState = HardState.EMPTY;
    private boolean snapshotSeen;
    private long highestIndex;

    /** Of the entries, the last ones are kept in memory, in {@code memoryBytes}; the files have the others. */
    LogReplay(WalDirectory directory, WalSnapshot from, SegmentName firstSegment, long memoryBytes) {
        this.from = from;
        this.reader = new EntryReader(directory, new EntryPositions());
        this.entries = new EntryTail(from.index(), memoryBytes, reader);
        this.highestIndex = Math.max(from.index(), firstSegment.firstIndex() - 1);
    }

    @Override
    public void visit(Record record, LogReader.Position position) {
        try {
            switch (record.type()) {
                case METADATA -> visitMetadata(WalMetadata.decode(record.data()), position);
                case ENTRY -> visitEntry(EntryCodec.decode(record.data()), position);
                case STATE -> visitState(HardStateCodec.decode(record.copyOfData()), record, position);
                case SNAPSHOT -> visitSnapshot(WalSnapshot.decode(record.data()), position);
                case CRC -> throw position.damage("a checksum record does not belong here");
            }
        } catch (InvalidProtocolBufferException e) {
            throw position.damage("a record cannot be decoded (" + e.getMessage() + ")");
        }
    }

    private void visitMetadata(WalMetadata found, LogReader.Position position) {
        if (metadata != null && !metadata.equals(found)) {
            throw position.damage("it belongs to member " + Long.toHexString(found.nodeId()) + " of cluster "
                    + Long.toHexString(found.clusterId()) + ", the segments before it to member "
                    + Long.toHexString(metadata.nodeId()) + " of cluster " + Long.toHexString(metadata.clusterId()));
        }
        metadata = found;
    }

    private void visitEntry(Entry entry, LogReader.Position position) {
        if (entry.term() == 0 || entry.index() <= 0 || isEmptyChange(entry)) {
            throw position.damage("a record is no raft entry");
        }
        highestIndex = Math.max(highestIndex, entry.index());
        if (entry.index() <= from.index()) {
            // the snapshot stands for it, but what stood above it was replaced together with its predecessor
            entries.cutFrom(entries.firstIndex());
            return;
        }
        if (entry.index() > entries.lastIndex() + 1) {
            throw position.damage("entries " + (entries.lastIndex() + 1) + " to " + (entry.index() - 1)
                    + " are missing before entry " + entry.index());
        }
        entries.cutFrom(entry.index());
        long termBefore = entries.isEmpty() ? 0 : entries.term(entries.lastIndex());
        if (Long.compareUnsigned(entry.term(), termBefore) < 0) {
            throw position.damage(
                    "entry " + entry.index() + " has term " + entry.term() + ", the one before it " + termBefore);
        }
        entries.append(entry);
        reader.positions().add(entry.index(), position.segment(), position.offset(), position.crcBefore());
    }

    private static boolean isEmptyChange(Entry entry) {
        return entry.type() == EntryType.CONF_CHANGE && entry.data().length == 0;
    }

    private void visitState(HardState state, Record record, LogReader.Position position) {
        boolean exact = HardStateCodec.sizeBytes(state) >= record.dataLength();
        if (!exact
                || state.term() == 0
                || Long.compareUnsigned(state.term(), hardState.term()) < 0
                || state.commit() < hardState.commit()
                || state.commit() > highestIndex) {
            throw position.damage(
                    "the hard state " + state + " cannot follow " + hardState + " at entry " + highestIndex);
        }
        hardState = state;
    }

    private void visitSnapshot(WalSnapshot snapshot, LogReader.Position position) {
        highestIndex = Math.max(highestIndex, snapshot.index());
        if (snapshot.index() != from.index()) {
            return;
        }
        if (snapshot.term() != from.term()) {
            throw position.damage("the raft snapshot at index " + from.index() + " has term " + snapshot.term()
                    + ", not " + from.term());
        }
        snapshotSeen = true;
        dropReplaced();
    }

    /**
     * A received snapshot replaces the log of a follower that does not have its last entry. Terms never fall within a log,
     * so entries of earlier terms above the snapshot are left over from the log that it replaced.
     */
    private void dropReplaced() {
        if (!entries.isEmpty() && Long.compareUnsigned(entries.term(entries.firstIndex()), from.term()) < 0) {
            entries.cutFrom(entries.firstIndex());
        }
    }

    WalMetadata metadata() {
        return metadata;
    }

    EntryTail entries() {
        return entries;
    }

    EntryReader reader() {
        return reader;
    }

    /** The last hard state as it stands in the log. */
    HardState writtenState() {
        return hardState;
    }

    /**
     * The last hard state to go on with. A torn write may keep entries and lose the state behind them; entries of a later term prove
     * that the term began, and no vote in it was ever told.
     */
    HardState hardState() {
        long lastTerm = entries.isEmpty() ? from.term() : entries.term(entries.lastIndex());
        return Long.compareUnsigned(lastTerm, hardState.term()) <= 0
                ? hardState
                : new HardState(lastTerm, 0, hardState.commit());
    }

    void checkComplete(WalDirectory directory, LogReader.End end) {
        LogReader.Position position =
                new LogReader.Position(directory.file(end.segment()), end.segment(), end.offset(), end.crc());
        if (!snapshotSeen) {
            throw new WalException("write-ahead log " + directory.path() + ": no record of a raft snapshot at index "
                    + from.index() + " and term " + from.term()
                    + "; the log and the store do not belong together: put back"
                    + " those that do, or " + WalDirectory.REPLACE_MEMBER);
        }
        long last = entries.lastIndex();
        if (hardState.commit() > last) {
            throw position.damage(
                    "it ends at entry " + last + ", but entries up to " + hardState.commit() + " were committed");
        }
    }
}
