// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer.net;

import dev.cairn.node.wire.EtcdUrl;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** One client connection: one request at a time. */
final class PeerHttpHandler extends SimpleChannelInboundHandler<FullHttpResponse> {
    /** The other side closed the connection and said nothing. */
    static final class ClosedBeforeResponse extends IOException {
        private static final long serialVersionUID = 1;

        ClosedBeforeResponse(EtcdUrl url) {
            super(url + " closed the connection without a response");
        }
    }

    private final EtcdUrl url;
    private final Consumer<Channel> whenIdle;
    private Channel channel;
    private CompletableFuture<PeerHttp.Response> result;
    private ScheduledFuture<?> timer;

    PeerHttpHandler(EtcdUrl url, Consumer<Channel> whenIdle) {
        this.url = url;
        this.whenIdle = whenIdle;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
    }

    /** From any thread, on an idle connection. */
    void start(PeerHttp.Request request, CompletableFuture<PeerHttp.Response> into) {
        channel.eventLoop().execute(() -> {
            result = into;
            if (!channel.isActive()) {
                fail(new ClosedBeforeResponse(url));
                return;
            }
            timer = channel.eventLoop()
                    .schedule(
                            () -> fail(new TimeoutException("no response from " + url + " within "
                                    + request.timeout().toMillis() + " ms")),
                            request.timeout().toMillis(),
                            TimeUnit.MILLISECONDS);
            channel.writeAndFlush(encode(request)).addListener(done -> {
                if (!done.isSuccess()) {
                    fail(done.cause());
                }
            });
        });
    }

    private FullHttpRequest encode(PeerHttp.Request request) {
        FullHttpRequest http = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, request.method(), request.path(), Unpooled.wrappedBuffer(request.body()));
        http.headers().setAll(request.headers());
        http.headers().set(HttpHeaderNames.HOST, url.authority());
        http.headers().set(HttpHeaderNames.CONTENT_LENGTH, request.body().length);
        return http;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
        CompletableFuture<PeerHttp.Response> to = finish();
        if (HttpUtil.isKeepAlive(response) && to != null) {
            whenIdle.accept(context.channel());
        } else {
            context.close();
        }
        if (to != null) {
            to.complete(new PeerHttp.Response(
                    response.status().code(), response.headers(), ByteBufUtil.getBytes(response.content())));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(new ClosedBeforeResponse(url));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(cause);
    }

    private void fail(Throwable cause) {
        CompletableFuture<PeerHttp.Response> to = finish();
        channel.close();
        if (to != null) {
            to.completeExceptionally(cause);
        }
    }

    private CompletableFuture<PeerHttp.Response> finish() {
        CompletableFuture<PeerHttp.Response> to = result;
        result = null;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        return to;
    }
}
