// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.frames;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Ends a connection with ENHANCE_YOUR_CALM that sends many frames which bring nothing and cost the member work (RFC 9113
 * §10.5): settings, priorities, tiny grants of window, empty data, resets of calls that were not answered yet. So many at
 * once and so many a second are allowed as no client of etcd's comes near. Pings are gRPC's own to judge.
 */
final class FrameRate extends Http2FrameListenerDecorator {
    static final int AT_ONCE = 10_000;
    static final int PER_SECOND = 2_000;

    /** A client that changes its settings does it a few times in the life of a connection. */
    private static final int SETTINGS_WEIGHT = 20;

    /** Clients grant window for what they have read, a good part of 64 KiB at a time. */
    private static final int TINY_WINDOW_BYTES = 1024;

    private final Http2Connection connection;
    private final LongSupplier nanoTime;
    private double left = AT_ONCE;
    private long lastNanos;

    FrameRate(Http2FrameListener next, Http2Connection connection, LongSupplier nanoTime) {
        super(next);
        this.connection = connection;
        this.nanoTime = nanoTime;
        this.lastNanos = nanoTime.getAsLong();
    }

    private void count(int weight) throws Http2Exception {
        left -= weight;
        if (left >= 0) {
            return;
        }
        long now = nanoTime.getAsLong();
        double earned = (double) PER_SECOND * (now - lastNanos) / TimeUnit.SECONDS.toNanos(1);
        lastNanos = now;
        left = Math.min(left + earned, AT_ONCE);
        if (left < 0) {
            throw Http2Exception.connectionError(
                    Http2Error.ENHANCE_YOUR_CALM,
                    "too many frames that ask for nothing: more than %d a second",
                    PER_SECOND);
        }
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream)
            throws Http2Exception {
        if (!data.isReadable() && !endOfStream) {
            count(1);
            return padding;
        }
        return super.onDataRead(ctx, streamId, data, padding, endOfStream);
    }

    @Override
    public void onPriorityRead(
            ChannelHandlerContext ctx, int streamId, int streamDependency, short weight, boolean exclusive)
            throws Http2Exception {
        count(1);
        super.onPriorityRead(ctx, streamId, streamDependency, weight, exclusive);
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) throws Http2Exception {
        Http2Stream stream = connection.stream(streamId);
        if (stream != null && !stream.isHeadersSent()) {
            count(1);
        }
        super.onRstStreamRead(ctx, streamId, errorCode);
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) throws Http2Exception {
        count(SETTINGS_WEIGHT);
        super.onSettingsRead(ctx, settings);
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext ctx, int streamId, int windowSizeIncrement)
            throws Http2Exception {
        if (windowSizeIncrement < TINY_WINDOW_BYTES) {
            count(1);
        }
        super.onWindowUpdateRead(ctx, streamId, windowSizeIncrement);
    }
}
