// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Gives an HTTP/1.1 connection's answers to its socket in small pieces, no more than the socket takes: below this the
 * bytes are copied into direct memory, and encrypted, before they are sent. What waits here waits as the answer's own
 * arrays, or as {@link Pieces} that are not made yet; meanwhile the channel is not writable.
 */
public final class PacedWriter extends ChannelDuplexHandler {
    private static final int PIECE_BYTES = 16 * 1024;
    private static final int UNDER_WAY_BYTES = 64 * 1024;

    /** The channel's own reasons for not being writable have other numbers. */
    private static final int WRITABILITY_INDEX = 1;

    private final Deque<Waiting> queue = new ArrayDeque<>();
    private int underWayBytes;
    private boolean gone;

    private record Waiting(Object message, ChannelPromise promise) {}

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (gone) {
            drop(new Waiting(message, promise));
        } else if (message instanceof FullHttpResponse full && full.content().readableBytes() > PIECE_BYTES) {
            queue.add(new Waiting(
                    new DefaultHttpResponse(full.protocolVersion(), full.status(), full.headers()), ctx.newPromise()));
            queue.add(new Waiting(new DefaultHttpContent(full.content()), ctx.newPromise()));
            queue.add(new Waiting(LastHttpContent.EMPTY_LAST_CONTENT, promise));
        } else {
            queue.add(new Waiting(message, promise));
        }
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        pump(ctx);
    }

    private void pump(ChannelHandlerContext ctx) {
        while (!queue.isEmpty() && underWayBytes < UNDER_WAY_BYTES) {
            Waiting head = queue.peek();
            switch (head.message()) {
                case Pieces pieces -> {
                    byte[] piece = pieces.next(PIECE_BYTES);
                    if (piece == null) {
                        queue.remove();
                        pieces.close();
                        writePiece(ctx, Unpooled.EMPTY_BUFFER, head.promise());
                    } else {
                        writePiece(ctx, Unpooled.wrappedBuffer(piece), ctx.newPromise());
                    }
                }
                case HttpContent content
                when !(content instanceof LastHttpContent) && content.content().readableBytes() > PIECE_BYTES ->
                    writePiece(ctx, content.content().readRetainedSlice(PIECE_BYTES), ctx.newPromise());
                default -> {
                    queue.remove();
                    write(ctx, head.message(), sizeBytes(head.message()), head.promise());
                }
            }
        }
        ctx.flush();
        ChannelOutboundBuffer outbound = ctx.channel().unsafe().outboundBuffer();
        if (outbound != null) {
            outbound.setUserDefinedWritability(WRITABILITY_INDEX, queue.isEmpty());
        }
    }

    private void writePiece(ChannelHandlerContext ctx, ByteBuf piece, ChannelPromise promise) {
        write(ctx, new DefaultHttpContent(piece), piece.readableBytes(), promise);
    }

    private void write(ChannelHandlerContext ctx, Object message, int bytes, ChannelPromise promise) {
        underWayBytes += bytes;
        ctx.write(message, promise).addListener(written -> {
            underWayBytes -= bytes;
            if (!queue.isEmpty() && underWayBytes < UNDER_WAY_BYTES) {
                pump(ctx);
            }
        });
    }

    private static int sizeBytes(Object message) {
        return message instanceof HttpContent content ? content.content().readableBytes() : 0;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        dropAll();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        dropAll();
    }

    private void dropAll() {
        gone = true;
        while (!queue.isEmpty()) {
            drop(queue.remove());
        }
    }

    private static void drop(Waiting waiting) {
        if (waiting.message() instanceof Pieces pieces) {
            pieces.close();
        } else {
            ReferenceCountUtil.release(waiting.message());
        }
        waiting.promise().tryFailure(new ClosedChannelException());
    }
}
