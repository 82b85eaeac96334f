// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer.codec;

import dev.cairn.node.raft.Message;
import io.netty.buffer.ByteBuf;
import java.io.IOException;

/** Reads one connection's messages. */
public interface StreamDecoder {
    /** etcd reads no longer message either. */
    long MAX_MESSAGE_BYTES = 512L << 20;

    /**
     * The next message, or null when the buffer does not hold a whole one: call again with more, no byte is taken. Link
     * heartbeats are skipped. Bytes that are no message are an {@link IOException}; the connection is then of no use.
     */
    Message decode(ByteBuf in) throws IOException;
}
