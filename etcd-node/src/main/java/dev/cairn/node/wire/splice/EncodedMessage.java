// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wire.splice;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import java.io.IOException;

/** A generated message where an {@link Encoded} is wanted. */
public record EncodedMessage(Message message) implements Encoded {
    @Override
    public Message toMessage() {
        return message;
    }

    @Override
    public int sizeBytes() {
        return message.getSerializedSize();
    }

    @Override
    public void writeTo(CodedOutputStream out) throws IOException {
        message.writeTo(out);
    }
}
