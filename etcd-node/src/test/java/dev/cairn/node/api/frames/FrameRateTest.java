// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FrameRateTest {
    private static final int LARGE_WINDOW = 32 * 1024;

    private final AtomicLong nanos = new AtomicLong();
    private final DefaultHttp2Connection connection = new DefaultHttp2Connection(true);
    private final FrameRate rate = new FrameRate(new Http2FrameAdapter(), connection, nanos::get);

    @Test
    void soManyAtOnceAndThenSoManyASecond() throws Exception {
        times(FrameRate.AT_ONCE, this::emptyData);
        assertTooMany(this::emptyData);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        times(FrameRate.PER_SECOND - 1, this::emptyData);
        assertTooMany(() -> times(2, this::emptyData));
    }

    @Test
    void restEarnsNoMoreThanSoManyAtOnce() throws Exception {
        times(FrameRate.AT_ONCE, this::emptyData);
        nanos.addAndGet(TimeUnit.HOURS.toNanos(1));
        times(FrameRate.AT_ONCE - 1, this::emptyData);
        assertTooMany(() -> times(3, this::emptyData));
    }

    @Test
    void prioritiesTinyWindowsAndUnansweredResetsCount() {
        assertTooMany(() -> times(FrameRate.AT_ONCE + 1, () -> rate.onPriorityRead(null, 3, 0, (short) 1, false)));
        assertTooMany(() -> rate.onWindowUpdateRead(null, 0, 1));
        assertTooMany(() -> {
            connection.remote().createStream(1, false);
            rate.onRstStreamRead(null, 1, Http2Error.CANCEL.code());
        });
    }

    @Test
    void settingsWeighMore() {
        assertTooMany(() -> times(FrameRate.AT_ONCE / 10, () -> rate.onSettingsRead(null, new Http2Settings())));
    }

    @Test
    void whatClientsReallySendIsFree() throws Exception {
        var stream = connection.remote().createStream(1, false);
        stream.headersSent(false);
        times(10 * FrameRate.AT_ONCE, () -> {
            rate.onDataRead(null, 1, Unpooled.wrappedBuffer(new byte[1]), 0, false);
            rate.onDataRead(null, 1, Unpooled.EMPTY_BUFFER, 0, true);
            rate.onWindowUpdateRead(null, 0, LARGE_WINDOW);
            rate.onRstStreamRead(null, 1, Http2Error.CANCEL.code());
            rate.onPingRead(null, 1);
        });
    }

    private void emptyData() throws Http2Exception {
        rate.onDataRead(null, 1, Unpooled.EMPTY_BUFFER, 0, false);
    }

    private interface Frame {
        void come() throws Http2Exception;
    }

    private static void times(int count, Frame frame) throws Http2Exception {
        for (int i = 0; i < count; i++) {
            frame.come();
        }
    }

    private static void assertTooMany(ThrowingCallable frames) {
        assertThatThrownBy(frames)
                .isInstanceOfSatisfying(
                        Http2Exception.class, e -> assertThat(e.error()).isEqualTo(Http2Error.ENHANCE_YOUR_CALM));
    }
}
