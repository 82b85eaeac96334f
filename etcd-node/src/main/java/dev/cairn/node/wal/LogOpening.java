// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.codec.HardStateCodec;
import dev.cairn.node.disk.Disk;
import dev.cairn.node.disk.DiskFile;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.wal.record.RecordBuffer;
import dev.cairn.node.wal.record.RecordType;
import dev.cairn.node.wal.record.RollingCrc;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How a log comes to be, and how it is opened again. */
final class LogOpening {
    private static final int COPY_BYTES = 1 << 20;

    private LogOpening() {}

    static WriteAheadLog create(WalDirectory directory, WalMetadata metadata, HardState state, List<Entry> entries) {
        try {
            if (directory.hasLog()) {
                throw new WalException("there is a write-ahead log in " + directory.path() + " already");
            }
            return createLog(directory, metadata, state, entries);
        } catch (IOException e) {
            throw new WalException("write-ahead log " + directory.path() + ": create", e);
        }
    }

    private static WriteAheadLog createLog(
            WalDirectory directory, WalMetadata metadata, HardState state, List<Entry> entries) throws IOException {
        Disk disk = directory.disk();
        Path parent = directory.path().toAbsolutePath().getParent();
        Path temporary = parent.resolve(directory.path().getFileName() + ".tmp");
        disk.delete(temporary);
        disk.createDirectory(temporary);
        RollingCrc crc = new RollingCrc();
        RecordBuffer head = new RecordBuffer(crc);
        head.addCrc();
        head.add(RecordType.METADATA, metadata.encode());
        head.add(RecordType.SNAPSHOT, WalSnapshot.NONE.encode());
        EntryPositions positions = new EntryPositions();
        positions.tailIs(SegmentName.FIRST);
        for (Entry entry : entries) {
            positions.add(entry.index(), SegmentName.FIRST, head.sizeBytes(), crc.value());
            head.add(entry);
        }
        if (!state.isEmpty()) {
            head.add(state);
        }
        DiskFile tail =
                Segments.startSegment(directory, temporary.resolve(SegmentName.FIRST.fileName()), head.contents());
        try {
            disk.fsyncDirectory(temporary);
            disk.rename(temporary, directory.path());
            disk.fsyncDirectory(parent);
        } catch (IOException | RuntimeException e) {
            tail.close();
            throw e;
        }
        Segments segments = new Segments(directory, List.of(SegmentName.FIRST), tail, head.sizeBytes());
        WriteAheadLog log = new WriteAheadLog(
                directory, metadata.encode(), crc, segments, new EntryReader(directory, positions), state);
        log.startAt(entries.size());
        return log;
    }

    static ReplayedLog open(WalDirectory directory, WalSnapshot from, long memoryBytes) {
        try {
            List<SegmentName> names = directory.segmentsFrom(from.index());
            Path tailPath = directory.file(names.getLast());
            DiskFile tail = directory.disk().openForWriting(tailPath);
            try {
                Segments.lock(tail, tailPath);
                return open(directory, new LogReplay(directory, from, names.getFirst(), memoryBytes), names, tail);
            } catch (IOException | RuntimeException e) {
                tail.close();
                throw e;
            }
        } catch (IOException e) {
            throw new WalException("write-ahead log " + directory.path() + ": open", e);
        }
    }

    private static ReplayedLog open(WalDirectory directory, LogReplay replay, List<SegmentName> names, DiskFile tail)
            throws IOException {
        boolean known = NewestSegment.check(directory, names.getLast());
        checkSize(directory, names.getLast(), tail);
        LogReader.End end = new LogReader(directory).read(names, tail, replay);
        replay.checkComplete(directory, end);
        if (end.torn()) {
            repair(directory, tail, end);
        }
        deleteLeftovers(directory);
        if (!known && names.getLast().sequence() > 0) {
            NewestSegment.write(directory, names.getLast());
        }
        RollingCrc crc = new RollingCrc();
        crc.resumeAt(end.crc());
        Segments segments = new Segments(directory, directory.segments(), tail, end.offset());
        replay.reader().positions().tailIs(names.getLast());
        WriteAheadLog log = new WriteAheadLog(
                directory, replay.metadata().encode(), crc, segments, replay.reader(), replay.writtenState());
        log.startAt(replay.entries().lastIndex());
        return new ReplayedLog(log, replay.metadata(), replay.hardState(), replay.entries(), end.torn());
    }

    /**
     * Room for a whole segment was set aside and synced before the segment got its name, so no power cut makes it
     * shorter: somebody cut it, and acknowledged writes with it.
     */
    private static void checkSize(WalDirectory directory, SegmentName segment, DiskFile tail) throws IOException {
        long size = tail.sizeBytes();
        if (size < directory.segmentSizeBytes()) {
            throw new LogReader.Position(directory.file(segment), segment, size, 0)
                    .damage("it ends there, short of the " + directory.segmentSizeBytes()
                            + " bytes that were set aside for it");
        }
    }

    /** Keeps a copy for whoever wants to know, then writes zeros over the unfinished write. */
    private static void repair(WalDirectory directory, DiskFile tail, LogReader.End end) throws IOException {
        Disk disk = directory.disk();
        Path broken = directory.path().resolve(end.segment().fileName() + ".broken");
        disk.delete(broken);
        byte[] chunk = new byte[COPY_BYTES];
        try (DiskFile copy = disk.create(broken)) {
            for (long at = 0; at < tail.sizeBytes(); at += COPY_BYTES) {
                int count = tail.read(ByteBuffer.wrap(chunk), at);
                copy.write(ByteBuffer.wrap(chunk, 0, count), at);
            }
            copy.fsyncData();
        }
        disk.fsyncDirectory(directory.path());
        byte[] zeros = new byte[COPY_BYTES];
        for (long at = end.offset(); at < tail.sizeBytes(); at += COPY_BYTES) {
            int count = tail.read(ByteBuffer.wrap(chunk), at);
            if (!Arrays.equals(chunk, 0, count, zeros, 0, count)) {
                tail.write(ByteBuffer.wrap(zeros, 0, count), at);
            }
        }
        tail.fsyncData();
    }

    private static void deleteLeftovers(WalDirectory directory) throws IOException {
        for (String name : directory.disk().list(directory.path())) {
            if (name.endsWith(".tmp")) {
                directory.disk().delete(directory.path().resolve(name));
            }
        }
    }

    static List<WalSnapshot> validSnapshots(WalDirectory directory) {
        List<WalSnapshot> snapshots = new ArrayList<>();
        long[] commit = {0};
        try {
            new LogReader(directory).read(directory.existingSegments(), (record, position) -> {
                try {
                    if (record.type() == RecordType.SNAPSHOT) {
                        snapshots.add(WalSnapshot.decode(record.data()));
                    } else if (record.type() == RecordType.STATE) {
                        commit[0] = HardStateCodec.decode(record.copyOfData()).commit();
                    }
                } catch (InvalidProtocolBufferException e) {
                    throw position.damage("a record cannot be decoded (" + e.getMessage() + ")");
                }
            });
        } catch (IOException e) {
            throw new WalException("write-ahead log " + directory.path() + ": read", e);
        }
        snapshots.removeIf(each -> each.index() > commit[0]);
        if (snapshots.isEmpty()) {
            throw new WalException("write-ahead log " + directory.path()
                    + ": no segment that is left says from where it"
                    + " can be read, one before the first is missing; put it back, or " + WalDirectory.REPLACE_MEMBER);
        }
        return List.copyOf(snapshots);
    }
}
