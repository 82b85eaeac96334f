// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.protobuf;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Sizes and writing of messages and their fields. A body must write as many bytes as were said. */
public final class ProtoEncoder {
    private ProtoEncoder() {}

    /** Writes one message. */
    @FunctionalInterface
    public interface Body {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    public static byte[] encode(int sizeBytes, Body body) {
        return encode(0, sizeBytes, body);
    }

    /** Leaves {@code headroomBytes} zero bytes before the message, for the caller's frame. */
    public static byte[] encode(int headroomBytes, int sizeBytes, Body body) {
        byte[] bytes = new byte[headroomBytes + sizeBytes];
        CodedOutputStream out = over(bytes, headroomBytes, sizeBytes);
        try {
            body.writeTo(out);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw sizeIsWrong(e);
        }
        return bytes;
    }

    /** For what every write passes: a body as an object of its own would cost more than the fields. */
    public static CodedOutputStream over(byte[] target, int offset, int sizeBytes) {
        return CodedOutputStream.newInstance(target, offset, sizeBytes);
    }

    /** From the buffer's position to its limit. */
    public static CodedOutputStream over(ByteBuffer target) {
        return CodedOutputStream.newInstance(target);
    }

    /** Memory can only fail to be written where the size that was said is not the size. */
    public static UncheckedIOException sizeIsWrong(IOException cause) {
        return new UncheckedIOException("encoded size and encoding disagree", cause);
    }

    public static int bytesSize(int field, byte[] value) {
        return value.length == 0 ? 0 : CodedOutputStream.computeByteArraySize(field, value);
    }

    public static void writeBytes(CodedOutputStream out, int field, byte[] value) throws IOException {
        if (value.length != 0) {
            out.writeByteArray(field, value);
        }
    }

    public static int int64Size(int field, long value) {
        return value == 0 ? 0 : CodedOutputStream.computeInt64Size(field, value);
    }

    public static void writeInt64(CodedOutputStream out, int field, long value) throws IOException {
        if (value != 0) {
            out.writeInt64(field, value);
        }
    }

    public static int boolSize(int field, boolean value) {
        return value ? CodedOutputStream.computeBoolSize(field, true) : 0;
    }

    public static void writeBool(CodedOutputStream out, int field, boolean value) throws IOException {
        if (value) {
            out.writeBool(field, true);
        }
    }

    /** Of a message that may be null. */
    public static int messageSize(int field, MessageLite message) {
        return message == null ? 0 : CodedOutputStream.computeMessageSize(field, message);
    }

    public static void writeMessage(CodedOutputStream out, int field, MessageLite message) throws IOException {
        if (message != null) {
            out.writeMessage(field, message);
        }
    }

    /** Of a message that is encoded already; null where it is left out. */
    public static int encodedSize(int field, byte[] message) {
        return message == null ? 0 : CodedOutputStream.computeByteArraySize(field, message);
    }

    public static void writeEncoded(CodedOutputStream out, int field, byte[] message) throws IOException {
        if (message != null) {
            out.writeByteArray(field, message);
        }
    }

    public static int encodedSize(int field, List<byte[]> messages) {
        int size = 0;
        for (byte[] message : messages) {
            size += CodedOutputStream.computeByteArraySize(field, message);
        }
        return size;
    }

    public static void writeEncoded(CodedOutputStream out, int field, List<byte[]> messages) throws IOException {
        for (byte[] message : messages) {
            out.writeByteArray(field, message);
        }
    }

    /** Of a message whose own bytes the caller writes behind {@link #writeNestedHead}. */
    public static int nestedSize(int field, int payloadBytes) {
        return CodedOutputStream.computeTagSize(field)
                + CodedOutputStream.computeUInt32SizeNoTag(payloadBytes)
                + payloadBytes;
    }

    public static void writeNestedHead(CodedOutputStream out, int field, int payloadBytes) throws IOException {
        out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(payloadBytes);
    }
}
