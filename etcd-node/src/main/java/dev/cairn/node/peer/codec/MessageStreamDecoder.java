// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer.codec;

import dev.cairn.node.raft.Message;
import io.netty.buffer.ByteBuf;
import java.io.IOException;

/** The other side of {@link MessageStreamEncoder}. */
final class MessageStreamDecoder implements StreamDecoder {
    @Override
    public Message decode(ByteBuf in) throws IOException {
        while (true) {
            int start = in.readerIndex();
            int length = Sections.lengthIfWhole(in, start);
            if (length < 0) {
                return null;
            }
            Message message = Sections.readMessage(in, start + Sections.LENGTH_BYTES, length);
            in.readerIndex(start + Sections.LENGTH_BYTES + length);
            if (!(message instanceof Message.Heartbeat && message.from() == 0 && message.to() == 0)) {
                return message;
            }
        }
    }
}
