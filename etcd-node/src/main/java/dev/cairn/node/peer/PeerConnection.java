// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer;

import dev.cairn.node.peer.codec.StreamKind;
import dev.cairn.node.peer.net.Handshake;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One accepted connection: takes requests in turn and answers them, or becomes a stream for good. */
final class PeerConnection extends SimpleChannelInboundHandler<HttpObject> {
    /** A connection that is silent in the middle of a request is closed after this. */
    static final int IDLE_CHECK_SECONDS = 5;
    /** Between requests it may rest for this many checks. */
    private static final int MAX_IDLE_CHECKS = 12;

    private static final Logger LOG = LoggerFactory.getLogger(PeerConnection.class);

    private final PeerRoutes routes;
    private State state = State.BETWEEN_REQUESTS;
    private HttpRequest request;
    private CompositeByteBuf body;
    private BodyPipe pipe;
    private StreamWriter.Connection stream;
    private int idleChecks;

    private enum State {
        BETWEEN_REQUESTS,
        BODY,
        PIPING,
        ANSWERING,
        STREAMING
    }

    PeerConnection(PeerRoutes routes) {
        this.routes = routes;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        idleChecks = 0;
        if (part.decoderResult().isFailure()) {
            LOG.debug(
                    "not HTTP from {}",
                    context.channel().remoteAddress(),
                    part.decoderResult().cause());
            context.close();
            return;
        }
        if (part instanceof HttpRequest head) {
            if (state != State.BETWEEN_REQUESTS) {
                // Nobody here asks again before the answer.
                context.close();
                return;
            }
            start(context, head);
        }
        if (part instanceof HttpContent content) {
            switch (state) {
                case BODY -> collect(context, content);
                case PIPING -> pass(content);
                default -> {
                    // Refused already: the rest of the body is of no interest.
                }
            }
        }
    }

    private void start(ChannelHandlerContext context, HttpRequest head) {
        request = head;
        if (routes.isSnapshot(head)) {
            Handshake.Refusal refusal = routes.checkSnapshot(head);
            if (refusal != null) {
                state = State.ANSWERING;
                request.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
                answer(context, Answer.refusal(refusal));
                return;
            }
            state = State.PIPING;
            pipe = new BodyPipe(context.channel());
            routes.receiveSnapshot(head, pipe, answer -> answer(context, answer));
            return;
        }
        state = State.BODY;
        body = context.alloc().compositeBuffer(Integer.MAX_VALUE);
    }

    private void pass(HttpContent content) {
        pipe.offer(content.content().retain());
        if (content instanceof LastHttpContent) {
            pipe.finish();
            pipe = null;
            state = State.ANSWERING;
        }
    }

    private void collect(ChannelHandlerContext context, HttpContent content) {
        if (body.readableBytes() + content.content().readableBytes() > PeerRoutes.maxBodyBytes(request)) {
            state = State.ANSWERING;
            request.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            answer(context, Answer.text(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "request body too large"));
            return;
        }
        body.addComponent(true, content.content().retain());
        if (!(content instanceof LastHttpContent)) {
            return;
        }
        state = State.ANSWERING;
        byte[] bytes = ByteBufUtil.getBytes(body);
        releaseBody();
        StreamKind kind = PeerRoutes.streamKind(request);
        if (kind != null) {
            acceptStream(context, kind);
        } else {
            routes.serve(request, bytes, answer -> answer(context, answer));
        }
    }

    private void acceptStream(ChannelHandlerContext context, StreamKind kind) {
        Handshake.Refusal refusal = routes.checkStream(request, kind);
        if (refusal != null) {
            answer(context, Answer.refusal(refusal));
            return;
        }
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        routes.handshake().describeVersions(response.headers());
        routes.handshake().describeResponse(response.headers());
        response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        context.writeAndFlush(response);
        state = State.STREAMING;
        stream = routes.writer(request, kind).attach(context.channel());
    }

    /** From any thread, once for each request. */
    private void answer(ChannelHandlerContext context, Answer answer) {
        if (!context.executor().inEventLoop()) {
            context.executor().execute(() -> answer(context, answer));
            return;
        }
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, answer.status(), Unpooled.wrappedBuffer(answer.body()));
        if (answer.contentType() != null) {
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
        }
        if (answer.status() != HttpResponseStatus.NO_CONTENT) {
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        }
        routes.handshake().describeResponse(response.headers());
        // An answer before the body's end leaves a connection on which the rest would still come.
        boolean keepAlive = state == State.ANSWERING && HttpUtil.isKeepAlive(request);
        HttpUtil.setKeepAlive(response, keepAlive);
        releaseBody();
        state = State.BETWEEN_REQUESTS;
        var writing = context.writeAndFlush(response);
        if (!keepAlive) {
            state = State.ANSWERING;
            writing.addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (stream != null && context.channel().isWritable()) {
            stream.drain();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent) {
            idleChecks++;
            boolean tooLong = switch (state) {
                case BODY -> true;
                case PIPING -> !pipe.isPaused() && idleChecks >= MAX_IDLE_CHECKS;
                case BETWEEN_REQUESTS -> idleChecks >= MAX_IDLE_CHECKS;
                case ANSWERING, STREAMING -> false;
            };
            if (tooLong) {
                context.close();
            }
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (stream != null) {
            stream.detached();
        }
        if (pipe != null) {
            pipe.fail(new IOException("the sender closed the connection"));
        }
        releaseBody();
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("peer connection from {}", context.channel().remoteAddress(), cause);
        context.close();
    }

    private void releaseBody() {
        if (body != null) {
            body.release();
            body = null;
        }
    }
}
