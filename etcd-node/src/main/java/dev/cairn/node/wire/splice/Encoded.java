// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wire.splice;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;

/** A protobuf message that writes itself. The bytes are those that the generated class of the same name would write. */
public interface Encoded {
    int sizeBytes();

    void writeTo(CodedOutputStream out) throws IOException;

    /** For tests, the JSON gateway and nesting. */
    default byte[] toByteArray() {
        byte[] bytes = new byte[sizeBytes()];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            writeTo(out);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new IllegalStateException("an array cannot fail to be written", e);
        }
        return bytes;
    }
}
