// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.transport;

import dev.cairn.node.api.budget.ByteBudget;
import dev.cairn.node.api.http.GentleClose;
import dev.cairn.node.api.http.JsonText;
import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.CharsetUtil;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Counts what has come of requests' bodies until they are answered. Where all such bodies together become too large, the
 * one that comes is answered with 429 and its connection closed. The bytes move to the heap, where they are counted, so
 * that slow senders take none of the direct memory that every connection is read into.
 */
final class BodyBound extends ChannelDuplexHandler {
    private static final String REFUSAL = JsonText.object(json -> {
        json.writeNumberField("code", Status.Code.RESOURCE_EXHAUSTED.value());
        json.writeStringField("message", "etcdserver: too many unfinished requests, send again later");
    });

    private final ByteBudget budget;
    /** Of the requests that are whole and wait for their answers, oldest first. */
    private final Deque<Long> answering = new ArrayDeque<>();

    private long heldBytes;
    private long seenBytes;
    private boolean refused;

    BodyBound(ByteBudget budget) {
        this.budget = budget;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (refused) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof LastHttpContent) {
            answering.add(heldBytes);
            heldBytes = 0;
            seenBytes = 0;
            ctx.fireChannelRead(message);
        } else if (message instanceof HttpContent content) {
            part(ctx, content);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private void part(ChannelHandlerContext ctx, HttpContent content) {
        ByteBuf bytes = content.content();
        int size = bytes.readableBytes();
        seenBytes += size;
        if (seenBytes > ByteBudget.SMALL_BYTES) {
            long more = seenBytes - heldBytes;
            if (!budget.tryReceive(more)) {
                content.release();
                refuse(ctx);
                return;
            }
            heldBytes += more;
        }
        byte[] copy = ByteBufUtil.getBytes(bytes);
        content.release();
        ctx.fireChannelRead(new DefaultHttpContent(Unpooled.wrappedBuffer(copy)));
    }

    private void refuse(ChannelHandlerContext ctx) {
        refused = true;
        release();
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.TOO_MANY_REQUESTS,
                Unpooled.copiedBuffer(REFUSAL, CharsetUtil.UTF_8));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
                .set(HttpHeaderNames.CONNECTION, "close");
        ctx.writeAndFlush(response).addListener(written -> GentleClose.close(ctx));
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        boolean interim = message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (message instanceof LastHttpContent && !interim && !answering.isEmpty()) {
            budget.received(answering.remove());
        }
        ctx.write(message, promise);
    }

    private void release() {
        answering.forEach(budget::received);
        answering.clear();
        budget.received(heldBytes);
        heldBytes = 0;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        release();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        release();
    }
}
