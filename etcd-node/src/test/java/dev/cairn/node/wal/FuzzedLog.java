// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal;

import dev.cairn.node.disk.DiskFile;
import dev.cairn.node.fuzz.Fuzzed;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.testkit.SimDisk;
import dev.cairn.node.wal.record.Frame;
import dev.cairn.node.wal.record.Record;
import dev.cairn.node.wal.record.RecordType;
import dev.cairn.node.wal.record.RollingCrc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * A log's only segment: as it is where the first byte is odd, else with checksums that fit what is there. What was opened
 * must open again the same, as it does after a crash.
 */
public final class FuzzedLog implements Fuzzed {
    private static final int CRC_TAG = 2 << 3;
    private static final int SEGMENT_BYTES = 4096;

    @Override
    public String name() {
        return "wal";
    }

    @Override
    public List<byte[]> seeds() {
        SimDisk disk = new SimDisk();
        try (WriteAheadLog log = WriteAheadLog.create(Log.directory(disk, SEGMENT_BYTES), Log.METADATA)) {
            log.append(Log.state(2, 2), Log.entries(2, 1, 3));
            log.saveSnapshot(WalSnapshot.NONE);
            log.append(Log.state(3, 3), Log.entries(3, 3, 4));
            log.sync();
            byte[] all = disk.contents(Log.directory(disk, SEGMENT_BYTES).file(SegmentName.FIRST));
            int end = Math.toIntExact(log.tailOffset());
            return List.of(seed(1, all, end), seed(0, all, end), seed(0, all, end / 2 & ~7));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] seed(int kind, byte[] segment, int bytes) {
        byte[] seed = new byte[1 + bytes];
        seed[0] = (byte) kind;
        System.arraycopy(segment, 0, seed, 1, bytes);
        return seed;
    }

    @Override
    public byte[] read(byte[] input) throws IOException {
        if (input.length == 0) {
            return REFUSED;
        }
        byte[] segment = Arrays.copyOfRange(input, 1, Math.max(input.length, 1 + SEGMENT_BYTES));
        if ((input[0] & 1) == 0) {
            mend(segment);
        }
        SimDisk disk = new SimDisk();
        WalDirectory directory = Log.directory(disk, SEGMENT_BYTES);
        disk.createDirectory(Log.PATH);
        try (DiskFile file = disk.create(directory.file(SegmentName.FIRST))) {
            file.write(ByteBuffer.wrap(segment), 0);
            file.fsyncData();
        }
        List<Entry> entries;
        try {
            WriteAheadLog.validSnapshots(disk, Log.PATH);
            entries = open(directory);
        } catch (WalException refused) {
            return REFUSED;
        }
        disk.endProcess();
        List<Entry> again = open(directory);
        Fuzzed.require(again.size() == entries.size(), "as many entries when it is opened again");
        return entries.isEmpty() ? REFUSED : entries.getFirst().data();
    }

    private static List<Entry> open(WalDirectory directory) {
        ReplayedLog replayed = WriteAheadLog.open(directory, WalSnapshot.NONE);
        try (WriteAheadLog log = replayed.log()) {
            return replayed.entries();
        }
    }

    /** Writes the right checksum over the one that is there, where it has as many bytes or fewer. */
    private static void mend(byte[] segment) {
        RollingCrc crc = new RollingCrc();
        ByteBuffer words = ByteBuffer.wrap(segment).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (at + Frame.WORD_BYTES <= segment.length) {
            long bytes = Frame.recordBytes(words.getLong(at));
            int start = at + Frame.WORD_BYTES;
            if (bytes < 0 || bytes > segment.length - start) {
                return;
            }
            Record record = Record.parse(segment, start, (int) bytes);
            if (record == null) {
                return;
            }
            if (record.type() == RecordType.CRC) {
                crc.resumeAt(record.crc());
            } else {
                crc.update(segment, record.dataOffset(), record.dataLength());
                mend(segment, start, crc.value());
            }
            at = (int) (start + bytes + Frame.paddingBytes(bytes));
        }
    }

    private static void mend(byte[] segment, int start, int value) {
        int at = start + 2;
        if (at >= segment.length || segment[at] != CRC_TAG) {
            return;
        }
        int end = at + 1;
        while (end < segment.length && segment[end] < 0) {
            end++;
        }
        int left = value;
        for (int i = at + 1; i < Math.min(end, segment.length); i++) {
            segment[i] = (byte) (left & 0x7f | 0x80);
            left >>>= 7;
        }
        if (end < segment.length) {
            segment[end] = (byte) (left & 0x7f);
        }
    }
}
