// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer.codec;

import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.Message;
import io.netty.buffer.ByteBuf;

/** Every message whole, behind its length. A heartbeat from nobody to nobody is the sign of life. */
final class MessageStreamEncoder implements StreamEncoder {
    private static final Message LINK_HEARTBEAT = new Message.Heartbeat(0, 0, 0, 0, Entry.NO_DATA);

    @Override
    public void encode(Message message, ByteBuf out) {
        Sections.write(message, out);
    }

    @Override
    public void encodeLinkHeartbeat(ByteBuf out) {
        Sections.write(LINK_HEARTBEAT, out);
    }
}
