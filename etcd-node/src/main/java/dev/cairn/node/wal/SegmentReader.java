// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal;

import dev.cairn.node.disk.DiskFile;
import dev.cairn.node.wal.record.Frame;
import dev.cairn.node.wal.record.Record;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Reads the records of one segment in order, a window of the file in memory. Knows frames, not checksums or meaning. */
final class SegmentReader {
    private static final int WINDOW_BYTES = 1 << 20;

    private final DiskFile file;
    private final long sizeBytes;
    private byte[] window;
    private long windowStart;
    private int windowBytes;
    private long offset;
    private long nextOffset;

    SegmentReader(DiskFile file) throws IOException {
        this(file, 0, WINDOW_BYTES);
    }

    /** From the frame at this offset on; about {@code expectedBytes} will be read. */
    SegmentReader(DiskFile file, long offset, long expectedBytes) throws IOException {
        this.file = file;
        this.nextOffset = offset;
        this.sizeBytes = file.sizeBytes();
        this.window = new byte[(int) Math.clamp(expectedBytes, Frame.WORD_BYTES, WINDOW_BYTES)];
    }

    /** What came next. */
    enum Found {
        RECORD,
        /** A zero word or the file's end, where a frame may start: nothing more was written. */
        END,
        /** Bytes that are no record, or a record that is not all there. */
        DAMAGE
    }

    private Record record;

    /** The frame's offset in the file: of the record just found, of the end, or of the damage. */
    long offset() {
        return offset;
    }

    /** The record just found; valid until the next call. */
    Record record() {
        return record;
    }

    Found next() throws IOException {
        offset = nextOffset;
        if (offset >= sizeBytes) {
            return Found.END;
        }
        if (!load(offset, Frame.WORD_BYTES)) {
            return Found.DAMAGE;
        }
        long word = wordAt(offset);
        if (word == 0) {
            return Found.END;
        }
        long recordBytes = Frame.recordBytes(word);
        long left = sizeBytes - offset - Frame.WORD_BYTES;
        if (recordBytes < 0 || recordBytes > left || recordBytes > Integer.MAX_VALUE - 16) {
            return Found.DAMAGE;
        }
        load(offset, Frame.WORD_BYTES + (int) recordBytes);
        int start = (int) (offset + Frame.WORD_BYTES - windowStart);
        record = Record.parse(window, start, (int) recordBytes);
        nextOffset = offset + Frame.WORD_BYTES + recordBytes + Frame.paddingBytes(recordBytes);
        return record == null || record.type() == null ? Found.DAMAGE : Found.RECORD;
    }

    /** Whether only zeros follow the end that was found: room that was set aside and never used. */
    boolean restIsZero() throws IOException {
        byte[] zeros = new byte[WINDOW_BYTES];
        byte[] chunk = new byte[WINDOW_BYTES];
        for (long at = offset; at < sizeBytes; at += WINDOW_BYTES) {
            int count = (int) Math.min(WINDOW_BYTES, sizeBytes - at);
            int read = file.read(ByteBuffer.wrap(chunk, 0, count), at);
            if (read < count || !Arrays.equals(chunk, 0, count, zeros, 0, count)) {
                return false;
            }
        }
        return true;
    }

    private long wordAt(long at) {
        return ByteBuffer.wrap(window).order(ByteOrder.LITTLE_ENDIAN).getLong((int) (at - windowStart));
    }

    /** Gets these bytes of the file into the window; false if the file ends before. */
    private boolean load(long from, int count) throws IOException {
        if (from >= windowStart && from + count <= windowStart + windowBytes) {
            return true;
        }
        if (from + count > sizeBytes) {
            return false;
        }
        if (window.length < count) {
            window = new byte[count];
        }
        ByteBuffer into = ByteBuffer.wrap(window);
        windowStart = from;
        windowBytes = file.read(into, from);
        return windowBytes >= count;
    }
}
