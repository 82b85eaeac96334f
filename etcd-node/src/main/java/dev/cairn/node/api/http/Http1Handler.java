// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
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
    public enum RequestProgress {
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
    /** The last answer of this connection is on its way; whatever else comes is no request of anybody. */
    private boolean ended;

    /** A request without a refusal can be served. */
    private record Waiting(
            HttpExchange.RequestHead head, byte[] body, boolean keepAlive, RequestForm.Refusal refusal) {}

    /** Told on the event loop. */
    public interface ProgressListener {
        void progressed(RequestProgress progress);
    }

    public Http1Handler(HttpRoute application, boolean secure, ProgressListener progress) {
        this.application = application;
        this.secure = secure;
        this.progress = progress;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (ended) {
            return;
        }
        progress.progressed(RequestProgress.REQUEST_COMPLETE);
        RequestTarget target = RequestTarget.parse(request.method().name(), request.uri());
        waiting.add(new Waiting(
                new HttpExchange.RequestHead(
                        request.method(), target, request.protocolVersion(), request.headers(), secure),
                ByteBufUtil.getBytes(request.content()),
                HttpUtil.isKeepAlive(request),
                RequestForm.refusal(request, target)));
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
        if (head.refusal() != null) {
            refuse(ctx, head.refusal());
            return;
        }
        boolean keepAlive = head.keepAlive() && !draining;
        HttpExchange exchange =
                new HttpExchange(ctx.channel(), head.head(), head.body(), keepAlive, () -> finished(ctx, keepAlive));
        current = exchange;
        if (isAboutServer(exchange)) {
            exchange.respond(200, null, new byte[0]);
            return;
        }
        try {
            application.handle(exchange);
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", exchange.method(), exchange.path(), e);
            ctx.close();
        }
    }

    /** {@code OPTIONS *} is answered by the server itself. */
    private static boolean isAboutServer(HttpExchange exchange) {
        return exchange.method().equals("OPTIONS") && exchange.path().equals(RequestTarget.ASTERISK);
    }

    /** What follows on the connection cannot be trusted to begin a request, so it ends here. */
    private void refuse(ChannelHandlerContext ctx, RequestForm.Refusal refusal) {
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                new HttpResponseStatus(refusal.status(), refusal.reason()),
                Unpooled.copiedBuffer(refusal.body(), StandardCharsets.US_ASCII));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpExchange.TEXT)
                .set(HttpHeaderNames.CONTENT_LENGTH, refusal.body().length())
                .set(HttpHeaderNames.CONNECTION, "close");
        end();
        ctx.writeAndFlush(response).addListener(written -> GentleClose.close(ctx));
    }

    private void end() {
        ended = true;
        waiting.clear();
    }

    private void finished(ChannelHandlerContext ctx, boolean keepAlive) {
        current = null;
        progress.progressed(RequestProgress.ANSWERED);
        if (keepAlive) {
            next(ctx);
        } else {
            end();
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
    public void channelInactive(ChannelHandlerContext ctx) {
        end();
        if (current != null) {
            current.clientGone();
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("connection of {} ended: {}", ctx.channel().remoteAddress(), cause.toString());
        ctx.close();
    }
}
