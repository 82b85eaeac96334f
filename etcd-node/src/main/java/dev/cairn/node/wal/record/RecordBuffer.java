// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal.record;

import com.google.protobuf.CodedOutputStream;
import dev.cairn.node.codec.EntryCodec;
import dev.cairn.node.codec.HardStateCodec;
import dev.cairn.node.protobuf.ProtoEncoder;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.HardState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Framed records on their way to the disk, encoded in place into one reused array; carries the running checksum. */
public final class RecordBuffer {
    private static final int INITIAL_BYTES = 64 << 10;
    /** Above this, an emptied array is not kept: one huge request must not hold its memory for ever. */
    private static final int KEEP_BYTES = 4 << 20;

    private static final int MAX_CRC_BYTES = 5;
    /** Tag and number of the type, tag of the checksum. */
    private static final int BYTES_BEFORE_CRC = 3;

    private final RollingCrc crc;
    private byte[] bytes = new byte[INITIAL_BYTES];
    private int size;

    public RecordBuffer(RollingCrc crc) {
        this.crc = crc;
    }

    public int sizeBytes() {
        return size;
    }

    public ByteBuffer contents() {
        return ByteBuffer.wrap(bytes, 0, size);
    }

    public void clear() {
        size = 0;
        if (bytes.length > KEEP_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
    }

    public void add(Entry entry) {
        int dataBytes = EntryCodec.sizeBytes(entry);
        CodedOutputStream out = begin(dataBytes);
        try {
            EntryCodec.write(entry, out);
        } catch (IOException e) {
            throw ProtoEncoder.sizeIsWrong(e);
        }
        end(RecordType.ENTRY, dataBytes);
    }

    public void add(HardState state) {
        add(RecordType.STATE, HardStateCodec.encode(state));
    }

    public void add(RecordType type, byte[] data) {
        CodedOutputStream out = begin(data.length);
        try {
            out.writeRawBytes(data);
        } catch (IOException e) {
            throw ProtoEncoder.sizeIsWrong(e);
        }
        end(type, data.length);
    }

    /** The head of a segment: hands the running checksum over. */
    public void addCrc() {
        reserve(Frame.WORD_BYTES + BYTES_BEFORE_CRC + MAX_CRC_BYTES + 7);
        int recordBytes = BYTES_BEFORE_CRC + CodedOutputStream.computeUInt32SizeNoTag(crc.value());
        writeHead(RecordType.CRC, recordBytes);
        size += Frame.WORD_BYTES + recordBytes;
        pad(recordBytes);
    }

    /** Makes room so that the data lies where it belongs if its checksum takes five bytes, as 15 of 16 do. */
    private CodedOutputStream begin(int dataBytes) {
        int headBytes = dataHeadBytes(dataBytes, MAX_CRC_BYTES);
        reserve(headBytes + dataBytes + 7);
        return ProtoEncoder.over(bytes, size + headBytes, dataBytes);
    }

    private void end(RecordType type, int dataBytes) {
        int written = size + dataHeadBytes(dataBytes, MAX_CRC_BYTES);
        crc.update(bytes, written, dataBytes);
        int crcBytes = CodedOutputStream.computeUInt32SizeNoTag(crc.value());
        int headBytes = dataHeadBytes(dataBytes, crcBytes);
        if (crcBytes != MAX_CRC_BYTES) {
            System.arraycopy(bytes, written, bytes, size + headBytes, dataBytes);
        }
        int recordBytes = headBytes - Frame.WORD_BYTES + dataBytes;
        CodedOutputStream out = writeHead(type, recordBytes);
        try {
            ProtoEncoder.writeNestedHead(out, 3, dataBytes);
            out.flush();
        } catch (IOException e) {
            throw ProtoEncoder.sizeIsWrong(e);
        }
        size += headBytes + dataBytes;
        pad(recordBytes);
    }

    private CodedOutputStream writeHead(RecordType type, int recordBytes) {
        CodedOutputStream out = ProtoEncoder.over(bytes, size, Frame.WORD_BYTES + recordBytes);
        try {
            out.writeFixed64NoTag(Frame.word(recordBytes));
            out.writeInt64(1, type.number());
            out.writeUInt32(2, crc.value());
            out.flush();
        } catch (IOException e) {
            throw ProtoEncoder.sizeIsWrong(e);
        }
        return out;
    }

    private static int dataHeadBytes(int dataBytes, int crcBytes) {
        return Frame.WORD_BYTES + BYTES_BEFORE_CRC + crcBytes + 1 + CodedOutputStream.computeUInt32SizeNoTag(dataBytes);
    }

    private void pad(int recordBytes) {
        int padding = Frame.paddingBytes(recordBytes);
        Arrays.fill(bytes, size, size + padding, (byte) 0);
        size += padding;
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(
                    bytes, Math.max(Math.addExact(size, more), (int) Math.min(bytes.length * 2L, 1 << 30)));
        }
    }
}
