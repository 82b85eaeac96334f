// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.transport;

import dev.cairn.node.api.http.Http1Handler.RequestProgress;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose request takes too long to arrive: counted over the whole request, as an idle timer would be
 * set back by every dripped byte. Between requests a connection may rest for longer.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {
    /** A connection that rests is worth keeping for this many request timeouts. */
    private static final int REST_FACTOR = 10;

    private final long requestTimeoutMillis;
    private ChannelHandlerContext context;
    private ScheduledFuture<?> timer;
    private boolean receiving;
    private boolean answering;

    RequestDeadline(Duration requestTimeout) {
        this.requestTimeoutMillis = requestTimeout.toMillis();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        receiving = true;
        arm(requestTimeoutMillis);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        disarm();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        disarm();
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        if (!receiving) {
            receiving = true;
            if (!answering) {
                arm(requestTimeoutMillis);
            }
        }
        ctx.fireChannelRead(bytes);
    }

    /** Called on the event loop. */
    void progressed(RequestProgress progress) {
        switch (progress) {
            case REQUEST_COMPLETE -> {
                receiving = false;
                answering = true;
                disarm();
            }
            case ANSWERED -> {
                answering = false;
                arm(receiving ? requestTimeoutMillis : REST_FACTOR * requestTimeoutMillis);
            }
        }
    }

    private void arm(long timeoutMillis) {
        disarm();
        timer = context.executor().schedule(() -> context.close(), timeoutMillis, TimeUnit.MILLISECONDS);
    }

    private void disarm() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
