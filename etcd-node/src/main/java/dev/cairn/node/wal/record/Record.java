// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal.record;

import com.google.protobuf.CodedInputStream;
import dev.cairn.node.protobuf.ProtoDecoder;
import java.io.IOException;

/**
 * One record ({@code walpb.Record}) as it lies in a buffer: valid until the buffer moves on. {@code type} is null when
 * its number is unknown.
 */
public record Record(RecordType type, int crc, byte[] buffer, int dataOffset, int dataLength) {
    private static final int DATA_TAG = 3 << 3 | 2;

    public CodedInputStream data() {
        return ProtoDecoder.over(buffer, dataOffset, dataLength);
    }

    public byte[] copyOfData() {
        return java.util.Arrays.copyOfRange(buffer, dataOffset, dataOffset + dataLength);
    }

    /** Null if these bytes are no record. */
    public static Record parse(byte[] buffer, int offset, int length) {
        long type = 0;
        int crc = 0;
        int dataOffset = offset;
        int dataLength = 0;
        CodedInputStream in = ProtoDecoder.over(buffer, offset, length);
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag) {
                    case 1 << 3 -> type = in.readInt64();
                    case 2 << 3 -> crc = in.readUInt32();
                    case DATA_TAG -> {
                        dataLength = in.readRawVarint32();
                        dataOffset = offset + in.getTotalBytesRead();
                        in.skipRawBytes(dataLength);
                    }
                    default -> in.skipField(tag);
                }
            }
        } catch (IOException e) {
            return null;
        }
        return new Record(RecordType.of(type), crc, buffer, dataOffset, dataLength);
    }

    /**
     * The length of the record that starts here, told by its own bytes and not by the frame: type, checksum, data, as
     * every version writes them. 0 if there is none.
     */
    public static int selfDescribedLength(byte[] buffer, int offset, int end) {
        CodedInputStream in = ProtoDecoder.over(buffer, offset, end - offset);
        try {
            if (in.readTag() != 1 << 3 || RecordType.of(in.readInt64()) == null || in.readTag() != 2 << 3) {
                return 0;
            }
            in.readUInt32();
            int withoutData = in.getTotalBytesRead();
            if (in.isAtEnd() || buffer[offset + withoutData] != DATA_TAG) {
                return withoutData;
            }
            in.readTag();
            in.skipRawBytes(in.readRawVarint32());
            return in.getTotalBytesRead();
        } catch (IOException e) {
            return 0;
        }
    }
}
