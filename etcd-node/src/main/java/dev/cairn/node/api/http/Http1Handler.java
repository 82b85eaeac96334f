// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of an HTTP/1.1 connection's pipeline: hands whole requests to the application one after the other, so that
 * pipelined answers keep their order. After {@link #DRAIN} it answers what is under way and closes.
 */
public final class Http1Handler extends SimpleChannelInboundHandler<FullHttpRequest> {
    /** User event: no more requests; close when idle. */
    public static final Object DRAIN = new Object();

    /** How far the connection is with its current request. */
    public enum Progress {
        REQUEST_COMPLETE,
        ANSWERED
    }

    private static final Logger LOG = LoggerFactory.getLogger(Http1Handler.class);

    /** Requests that wait behind the one under way before reading stops. */
    private static final int PIPELINED_MAX = 8;

    private final HttpRoute application;
    private final boolean secure;
    private final ProgressListener progress;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private HttpExchange current;
    private boolean draining;

    private record Waiting(HttpExchange.HttpRequestData request, boolean keepAlive, boolean wellFormed) {}

    /** Told on the event loop. */
    public interface ProgressListener {
        void progressed(Progress progress);
    }

    public Http1Handler(HttpRoute application, boolean secure, ProgressListener progress) {
        this.application = application;
        this.secure = secure;
        this.progress = progress;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        progress.progressed(Progress.REQUEST_COMPLETE);
        boolean wellFormed = request.decoderResult().isSuccess();
        waiting.add(new Waiting(
                new HttpExchange.HttpRequestData(
                        request.method(),
                        request.uri(),
                        request.headers(),
                        ByteBufUtil.getBytes(request.content()),
                        secure),
                HttpUtil.isKeepAlive(request),
                wellFormed));
        if (waiting.size() >= PIPELINED_MAX) {
            ctx.channel().config().setAutoRead(false);
        }
        if (current == null) {
            next(ctx);
        }
    }

    private void next(ChannelHandlerContext ctx) {
        Waiting head = waiting.poll();
        if (head == null) {
            if (draining) {
                ctx.close();
            }
            return;
        }
        ctx.channel().config().setAutoRead(true);
        boolean keepAlive = head.keepAlive() && head.wellFormed() && !draining;
        HttpExchange exchange =
                new HttpExchange(ctx.channel(), head.request(), keepAlive, () -> finished(ctx, keepAlive));
        current = exchange;
        if (!head.wellFormed()) {
            exchange.respondText(400, "400 Bad Request");
            return;
        }
        try {
            application.handle(exchange);
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", exchange.method(), exchange.path(), e);
            ctx.close();
        }
    }

    private void finished(ChannelHandlerContext ctx, boolean keepAlive) {
        current = null;
        progress.progressed(Progress.ANSWERED);
        if (keepAlive) {
            next(ctx);
        } else {
            ctx.close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == DRAIN) {
            draining = true;
            if (current == null) {
                ctx.close();
            }
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (current != null) {
            current.writabilityChanged();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("connection of {} ended: {}", ctx.channel().remoteAddress(), cause.toString());
        ctx.close();
    }
}
