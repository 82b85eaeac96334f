// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Reading of messages and their fields. A tag is {@code number << 3 | VARINT} or {@code number << 3 | BYTES}. */
public final class ProtoDecoder {
    public static final int VARINT = WireFormat.WIRETYPE_VARINT;
    public static final int BYTES = WireFormat.WIRETYPE_LENGTH_DELIMITED;

    private ProtoDecoder() {}

    /** Reads one message up to the stream's end or limit. */
    @FunctionalInterface
    public interface Body<T> {
        T readFrom(CodedInputStream in) throws IOException;
    }

    public static CodedInputStream over(byte[] bytes, int offset, int length) {
        return CodedInputStream.newInstance(bytes, offset, length);
    }

    /** Of the buffer's position to its limit. */
    public static CodedInputStream over(ByteBuffer bytes) {
        return CodedInputStream.newInstance(bytes);
    }

    public static <T> T decode(byte[] bytes, Body<T> body) throws InvalidProtocolBufferException {
        return decode(over(bytes, 0, bytes.length), body);
    }

    /** Reads to the stream's end or limit. */
    public static <T> T decode(CodedInputStream in, Body<T> body) throws InvalidProtocolBufferException {
        try {
            T value = body.readFrom(in);
            in.checkLastTagWas(0);
            return value;
        } catch (InvalidProtocolBufferException e) {
            throw e;
        } catch (IOException e) {
            throw new InvalidProtocolBufferException(e);
        }
    }

    public static <T> T readNested(CodedInputStream in, Body<T> body) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        T value = body.readFrom(in);
        in.checkLastTagWas(0);
        in.popLimit(outer);
        return value;
    }

    /** A repeated uint64: one element a tag as Go writes it, or packed, which every protobuf reader accepts too. */
    public static void readLongs(CodedInputStream in, int wireType, List<Long> into) throws IOException {
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

    public static <E extends Enum<E>> E readEnum(CodedInputStream in, E[] values, String what) throws IOException {
        long number = in.readRawVarint64();
        if (number < 0 || number >= values.length) {
            throw new InvalidProtocolBufferException("unknown " + what + " " + number);
        }
        return values[(int) number];
    }

    /** As Go does: a field that is known up to {@code lastField} is refused in another wire type than its own. */
    public static void skipUnknown(CodedInputStream in, int tag, int lastField) throws IOException {
        if (WireFormat.getTagFieldNumber(tag) <= lastField) {
            throw new InvalidProtocolBufferException("wrong wireType = " + WireFormat.getTagWireType(tag)
                    + " for field " + WireFormat.getTagFieldNumber(tag));
        }
        in.skipField(tag);
    }
}
