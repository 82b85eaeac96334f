// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer.codec;

import dev.cairn.node.raft.Message;
import io.netty.buffer.ByteBuf;

/** Writes one connection's messages; may remember what it wrote, so each connection has its own. */
public interface StreamEncoder {
    void encode(Message message, ByteBuf out);

    /** A sign of life: the reader gives up after five seconds without any. */
    void encodeLinkHeartbeat(ByteBuf out);
}
