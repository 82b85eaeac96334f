// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The few protobuf moves that all codecs here share. */
final class ProtoBytes {
    static final int VARINT = WireFormat.WIRETYPE_VARINT;
    static final int BYTES = WireFormat.WIRETYPE_LENGTH_DELIMITED;

    private ProtoBytes() {}

    /** Writes one message whose size is known. */
    interface Writer {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    /** Reads one message up to the stream's limit. */
    interface Reader<T> {
        T readFrom(CodedInputStream in) throws IOException;
    }

    static byte[] encode(int headroomBytes, int sizeBytes, Writer writer) {
        byte[] bytes = new byte[headroomBytes + sizeBytes];
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes, headroomBytes, sizeBytes);
            writer.writeTo(out);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException("encoded size and encoding disagree", e);
        }
        return bytes;
    }

    static <T> T decode(CodedInputStream in, Reader<T> reader) throws InvalidProtocolBufferException {
        try {
            T value = reader.readFrom(in);
            in.checkLastTagWas(0);
            return value;
        } catch (InvalidProtocolBufferException e) {
            throw e;
        } catch (IOException e) {
            throw new InvalidProtocolBufferException(e);
        }
    }

    static <T> T readNested(CodedInputStream in, Reader<T> reader) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        T value = reader.readFrom(in);
        in.checkLastTagWas(0);
        in.popLimit(outer);
        return value;
    }

    /** A repeated uint64: one element a tag as Go writes it, or packed, which every protobuf reader accepts too. */
    static void readLongs(CodedInputStream in, int wireType, List<Long> into) throws IOException {
        if (wireType == VARINT) {
            into.add(in.readUInt64());
            return;
        }
        int outer = in.pushLimit(in.readRawVarint32());
        while (in.getBytesUntilLimit() > 0) {
            into.add(in.readUInt64());
        }
        in.popLimit(outer);
    }

    static <E extends Enum<E>> E readEnum(CodedInputStream in, E[] values, String what) throws IOException {
        long number = in.readRawVarint64();
        if (number < 0 || number >= values.length) {
            throw new InvalidProtocolBufferException("unknown " + what + " " + number);
        }
        return values[(int) number];
    }

    /** As Go does: a field that is known up to {@code lastField} is refused in another wire type than its own. */
    static void skipUnknown(CodedInputStream in, int tag, int lastField) throws IOException {
        if (WireFormat.getTagFieldNumber(tag) <= lastField) {
            throw new InvalidProtocolBufferException("wrong wireType = " + WireFormat.getTagWireType(tag)
                    + " for field " + WireFormat.getTagFieldNumber(tag));
        }
        in.skipField(tag);
    }

    static int uint64Size(int field, long value) {
        return CodedOutputStream.computeUInt64Size(field, value);
    }

    static int boolSize(int field) {
        return CodedOutputStream.computeBoolSize(field, true);
    }

    static int bytesSize(int field, byte[] value) {
        return value.length == 0 ? 0 : CodedOutputStream.computeByteArraySize(field, value);
    }

    static int nestedSize(int field, int payloadBytes) {
        return CodedOutputStream.computeTagSize(field)
                + CodedOutputStream.computeUInt32SizeNoTag(payloadBytes)
                + payloadBytes;
    }

    static void writeNestedHead(CodedOutputStream out, int field, int payloadBytes) throws IOException {
        out.writeTag(field, BYTES);
        out.writeUInt32NoTag(payloadBytes);
    }

    /** Go writes a nil slice as nothing; our empty arrays stand for it. */
    static void writeBytes(CodedOutputStream out, int field, byte[] value) throws IOException {
        if (value.length != 0) {
            out.writeByteArray(field, value);
        }
    }
}
