// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection whose client may still be sending. Closing with bytes unread would reset the connection, and the
 * client might never see its answer: this side says that it is done, then gives the client a moment to see it.
 */
public final class GentleClose {
    /** As Go's net/http. */
    private static final long LINGER_MILLIS = 500;

    private GentleClose() {}

    /** Called once the answer is written; what still comes is to be read and thrown away. */
    public static void close(ChannelHandlerContext ctx) {
        if (ctx.channel() instanceof DuplexChannel duplex && ctx.pipeline().get(SslHandler.class) == null) {
            duplex.shutdownOutput();
        }
        ctx.executor().schedule(() -> ctx.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }
}
