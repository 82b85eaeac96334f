// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.codec.EntryCodec;
import dev.cairn.node.disk.DiskFile;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.log.StoredEntries;
import dev.cairn.node.wal.record.Record;
import dev.cairn.node.wal.record.RecordType;
import dev.cairn.node.wal.record.RollingCrc;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Reads entries of an open log again, for a follower that is behind or a restart that has much to apply. Checksums are
 * compared as at the start; damage is a {@link WalException} that names the file, and what is damaged goes to nobody. One
 * thread at a time, beside the one that writes.
 */
final class EntryReader implements StoredEntries, AutoCloseable {
    private static final long LAST_ENTRY_BYTES = 8 << 10;

    private final WalDirectory directory;
    private final EntryPositions positions;
    private final RollingCrc crc = new RollingCrc();
    private final TreeMap<Long, Open> open = new TreeMap<>();

    private record Open(SegmentName segment, DiskFile file) {}

    EntryReader(WalDirectory directory, EntryPositions positions) {
        this.directory = directory;
        this.positions = positions;
    }

    EntryPositions positions() {
        return positions;
    }

    @Override
    public List<Entry> read(long low, long high) {
        List<Entry> found = new ArrayList<>((int) (high - low));
        while (low + found.size() < high) {
            EntryPositions.Position start = require(low + found.size());
            try {
                readSegment(start, low, high, found);
            } catch (IOException e) {
                throw new WalException("write-ahead log " + directory.file(start.segment()) + ": read", e);
            }
        }
        return found;
    }

    private EntryPositions.Position require(long index) {
        EntryPositions.Position position = positions.of(index);
        if (position == null) {
            throw new WalException("write-ahead log " + directory.path() + ": entry " + index + " is not in it");
        }
        return position;
    }

    /** Goes through the records of one segment and takes those that stand where an entry does that is wanted. */
    private void readSegment(EntryPositions.Position start, long low, long high, List<Entry> found) throws IOException {
        SegmentName segment = start.segment();
        SegmentReader reader = new SegmentReader(file(segment), start.offset(), expectedBytes(start, high));
        crc.resumeAt(start.crcBefore());
        EntryPositions.Position wanted = start;
        while (wanted.segment().equals(segment)) {
            SegmentReader.Found next = reader.next();
            LogReader.Position position =
                    new LogReader.Position(directory.file(segment), segment, reader.offset(), crc.value());
            if (next != SegmentReader.Found.RECORD || reader.offset() > wanted.offset()) {
                throw position.damage("a record is damaged that was whole when it was written");
            }
            Record record = reader.record();
            crc.update(record.buffer(), record.dataOffset(), record.dataLength());
            if (crc.value() != record.crc()) {
                throw position.damage("the checksum of a record does not match");
            }
            if (reader.offset() == wanted.offset()) {
                found.add(entry(record, low + found.size(), position));
                if (low + found.size() == high) {
                    return;
                }
                wanted = require(low + found.size());
            }
        }
    }

    /** Up to the last one, whose own length is not known, where that is in the same segment. */
    private long expectedBytes(EntryPositions.Position start, long high) {
        EntryPositions.Position last = require(high - 1);
        return last.segment().equals(start.segment())
                ? last.offset() - start.offset() + LAST_ENTRY_BYTES
                : Long.MAX_VALUE;
    }

    private static Entry entry(Record record, long index, LogReader.Position position) {
        try {
            Entry entry = EntryCodec.decode(record.data());
            if (record.type() == RecordType.ENTRY && entry.index() == index) {
                return entry;
            }
        } catch (InvalidProtocolBufferException e) {
            throw position.damage("a record cannot be decoded (" + e.getMessage() + ")");
        }
        throw position.damage("a record is not entry " + index);
    }

    /** Open files are kept while they are read from or written to: closing the one that is written would unlock it. */
    private DiskFile file(SegmentName segment) throws IOException {
        var each = open.values().iterator();
        while (each.hasNext()) {
            Open other = each.next();
            if (!other.segment().equals(segment) && !positions.isTail(other.segment())) {
                each.remove();
                other.file().close();
            }
        }
        Open known = open.get(segment.sequence());
        if (known == null) {
            known = new Open(segment, directory.disk().openForReading(directory.file(segment)));
            open.put(segment.sequence(), known);
        }
        return known.file();
    }

    @Override
    public void close() throws IOException {
        for (Open each : open.values()) {
            each.file().close();
        }
        open.clear();
    }
}
