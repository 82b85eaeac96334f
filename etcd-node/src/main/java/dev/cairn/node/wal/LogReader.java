// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal;

import dev.cairn.node.disk.DiskFile;
import dev.cairn.node.wal.record.Record;
import dev.cairn.node.wal.record.RecordType;
import dev.cairn.node.wal.record.RollingCrc;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads segments from first to last: checks frames, checksums and that each segment continues the one before. */
final class LogReader {
    /** Hears each record but the checksums; throws when it makes no sense there. */
    interface Visitor {
        void visit(Record record, Position position);
    }

    /** A record's place, and the running checksum before it. */
    record Position(Path file, SegmentName segment, long offset, int crcBefore) {
        WalException damage(String what) {
            return new WalException("write-ahead log " + file + " is damaged at offset " + offset + ": " + what
                    + "; put a good copy of the file back, or " + WalDirectory.REPLACE_MEMBER);
        }
    }

    /** Where the log ends and how to go on from there. */
    record End(SegmentName segment, long offset, int crc, boolean torn) {}

    private final WalDirectory directory;
    private final RollingCrc crc = new RollingCrc();

    LogReader(WalDirectory directory) {
        this.directory = directory;
    }

    End read(List<SegmentName> segments, Visitor visitor) throws IOException {
        try (DiskFile tail = directory.disk().openForReading(directory.file(segments.getLast()))) {
            return read(segments, tail, visitor);
        }
    }

    /** With the last segment open already: opening and closing it once more would give up the lock on it. */
    End read(List<SegmentName> segments, DiskFile tail, Visitor visitor) throws IOException {
        for (SegmentName segment : segments.subList(0, segments.size() - 1)) {
            try (DiskFile file = directory.disk().openForReading(directory.file(segment))) {
                readSegment(segment, file, segment.equals(segments.getFirst()), false, visitor);
            }
        }
        return readSegment(segments.getLast(), tail, segments.size() == 1, true, visitor);
    }

    private End readSegment(SegmentName segment, DiskFile file, boolean first, boolean last, Visitor visitor)
            throws IOException {
        SegmentReader reader = new SegmentReader(file);
        for (int ordinal = 0; ; ordinal++) {
            int crcBefore = crc.value();
            SegmentReader.Found found = reader.next();
            Position position = new Position(directory.file(segment), segment, reader.offset(), crcBefore);
            switch (found) {
                case END -> {
                    boolean zero = !last || reader.restIsZero();
                    if (ordinal < headRecords(segment)) {
                        throw position.damage("its head is missing");
                    }
                    return zero
                            ? new End(segment, reader.offset(), crcBefore, false)
                            : torn(position, ordinal, file, crcBefore, last);
                }
                case DAMAGE -> {
                    return torn(position, ordinal, file, crcBefore, last);
                }
                case RECORD -> {
                    Record record = reader.record();
                    checkHead(record, ordinal, position);
                    if (ordinal == 0) {
                        takeOver(record, first, position);
                    } else {
                        crc.update(record.buffer(), record.dataOffset(), record.dataLength());
                        if (crc.value() != record.crc()) {
                            return torn(position, ordinal, file, crcBefore, last);
                        }
                        visitor.visit(record, position);
                    }
                }
            }
        }
    }

    private End torn(Position position, int ordinal, DiskFile file, int crcBefore, boolean last) throws IOException {
        if (!last) {
            throw position.damage("a record is damaged, and later segments follow");
        }
        if (ordinal < headRecords(position.segment())) {
            throw position.damage("its head is damaged");
        }
        String rot = TailDamage.findRot(file, position.offset(), crcBefore);
        if (rot != null) {
            throw position.damage(rot);
        }
        crc.resumeAt(crcBefore);
        return new End(position.segment(), position.offset(), crcBefore, true);
    }

    /** What a segment is sure to hold once it has its name: it was synced before, so no power cut tears it. */
    private static int headRecords(SegmentName segment) {
        return segment.sequence() == 0 ? 3 : 2;
    }

    /** Every segment starts with a checksum and the metadata, the first one of a log with a snapshot record behind. */
    private static void checkHead(Record record, int ordinal, Position position) {
        if ((record.type() == RecordType.CRC) != (ordinal == 0)
                || (record.type() == RecordType.CRC && record.dataLength() != 0)
                || (ordinal == 1 && record.type() != RecordType.METADATA)
                || (ordinal == 2 && headRecords(position.segment()) > 2 && record.type() != RecordType.SNAPSHOT)) {
            throw position.damage("a record of type " + record.type().number() + " does not belong here");
        }
    }

    private void takeOver(Record record, boolean first, Position position) {
        if (!first && record.crc() != crc.value()) {
            throw position.damage("it does not continue the segment before it, one of the two lost records");
        }
        crc.resumeAt(record.crc());
    }
}
