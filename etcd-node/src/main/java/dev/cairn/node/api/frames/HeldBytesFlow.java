// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.frames;

import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * The flow control of what comes in. The bytes of a message that is not whole are given back to the client at once, as
 * they no longer lie in the connection's buffers; gRPC gives them back once more when it has read the message, and that
 * is left out here.
 */
final class HeldBytesFlow extends DefaultHttp2LocalFlowController {
    private final Http2Connection.PropertyKey key;

    HeldBytesFlow(Http2Connection connection) {
        super(connection, DEFAULT_WINDOW_UPDATE_RATIO, true);
        this.key = connection.newKey();
    }

    /** Gives bytes back to the client now, which will be consumed once more later. */
    void consumeEarly(Http2Stream stream, int bytes) throws Http2Exception {
        super.consumeBytes(stream, bytes);
        Integer early = stream.getProperty(key);
        stream.setProperty(key, (early == null ? 0 : early) + bytes);
    }

    @Override
    public boolean consumeBytes(Http2Stream stream, int bytes) throws Http2Exception {
        // A stream that is gone counts for its connection only.
        Integer early = stream == null ? null : stream.getProperty(key);
        if (early == null || early == 0) {
            return super.consumeBytes(stream, bytes);
        }
        int known = Math.min(early, bytes);
        stream.setProperty(key, early - known);
        return super.consumeBytes(stream, bytes - known);
    }
}
