// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.message;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.cairn.node.wire.Nesting;
import java.io.IOException;
import java.io.InputStream;

/** Counts, in an encoded message, what would become objects of their own: messages at any depth, and unknown fields. */
final class WireElements {
    private final int max;
    private int count;

    WireElements(int max) {
        this.max = max;
    }

    /** False also for what is no message: its reader will say so. */
    boolean exceededBy(InputStream encoded, Descriptor type) throws IOException {
        try {
            scan(CodedInputStream.newInstance(encoded), type, 0);
        } catch (InvalidProtocolBufferException malformed) {
            return count > max;
        }
        return count > max;
    }

    private void scan(CodedInputStream in, Descriptor type, int depth) throws IOException {
        for (int tag = in.readTag(); tag != 0 && count <= max; tag = in.readTag()) {
            FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
            boolean message = field != null && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
            if (field == null || message) {
                count++;
            }
            if (message
                    && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED
                    && depth < Nesting.MAX_DEPTH) {
                int limit = in.pushLimit(in.readRawVarint32());
                scan(in, field.getMessageType(), depth + 1);
                in.skipRawBytes(Math.max(0, in.getBytesUntilLimit()));
                in.popLimit(limit);
            } else if (!in.skipField(tag)) {
                return;
            }
        }
    }
}
