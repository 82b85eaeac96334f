// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wire.splice;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.util.List;

/** Sizes and writing of single protobuf fields whose payload is at hand as bytes; proto3 rules: defaults are left out. */
final class Fields {
    private Fields() {}

    static int size(int field, byte[] message) {
        return CodedOutputStream.computeByteArraySize(field, message);
    }

    static int size(int field, List<byte[]> messages) {
        int size = 0;
        for (byte[] message : messages) {
            size += CodedOutputStream.computeByteArraySize(field, message);
        }
        return size;
    }

    static int size(int field, MessageLite message) {
        return message == null ? 0 : CodedOutputStream.computeMessageSize(field, message);
    }

    static int size(int field, long value) {
        return value == 0 ? 0 : CodedOutputStream.computeInt64Size(field, value);
    }

    static int size(int field, boolean value) {
        return value ? CodedOutputStream.computeBoolSize(field, true) : 0;
    }

    static int nestedSize(int field, int payloadBytes) {
        return CodedOutputStream.computeTagSize(field)
                + CodedOutputStream.computeUInt32SizeNoTag(payloadBytes)
                + payloadBytes;
    }

    static void write(CodedOutputStream out, int field, byte[] message) throws IOException {
        out.writeByteArray(field, message);
    }

    static void write(CodedOutputStream out, int field, List<byte[]> messages) throws IOException {
        for (byte[] message : messages) {
            out.writeByteArray(field, message);
        }
    }

    static void write(CodedOutputStream out, int field, MessageLite message) throws IOException {
        if (message != null) {
            out.writeMessage(field, message);
        }
    }

    static void write(CodedOutputStream out, int field, long value) throws IOException {
        if (value != 0) {
            out.writeInt64(field, value);
        }
    }

    static void write(CodedOutputStream out, int field, boolean value) throws IOException {
        if (value) {
            out.writeBool(field, true);
        }
    }

    static void writeNested(CodedOutputStream out, int field, Encoded message) throws IOException {
        out.writeTag(field, com.google.protobuf.WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(message.sizeBytes());
        message.writeTo(out);
    }
}
