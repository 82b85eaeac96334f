// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wire.splice;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import dev.cairn.node.protobuf.ProtoEncoder;
import java.io.IOException;
import java.util.List;

/** A protobuf message that writes itself. The bytes are those that the generated class of the same name would write. */
public interface Encoded {
    int sizeBytes();

    void writeTo(CodedOutputStream out) throws IOException;

    /** The same as an object, whose keys and values are those that the message holds, not copies. */
    Message toMessage();

    /** The events and records of at least {@code bytes} that it holds; never to be changed. */
    default List<byte[]> largePieces(int bytes) {
        return List.of();
    }

    /** For tests and nesting. */
    default byte[] toByteArray() {
        byte[] bytes = new byte[sizeBytes()];
        CodedOutputStream out = ProtoEncoder.over(bytes, 0, bytes.length);
        try {
            writeTo(out);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw ProtoEncoder.sizeIsWrong(e);
        }
        return bytes;
    }
}
