// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.transport;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutorGroup;
import java.util.concurrent.TimeUnit;

/**
 * What costs time in a TLS handshake, keys and signatures of some milliseconds, on threads of its own: who only begins
 * handshakes keeps others from beginning one, but keeps nobody waiting who is connected.
 */
final class Handshakes implements AutoCloseable {
    private static final long STOP_TIMEOUT_MILLIS = 1_000;

    private final EventExecutorGroup threads;

    Handshakes(String threadName, int count) {
        threads = new DefaultEventExecutorGroup(count, new DefaultThreadFactory(threadName + "-tls", true));
    }

    /** A connection that is closed before its turn has none. */
    SslHandler handler(SslContext context, Channel channel) {
        return context.newHandler(
                channel.alloc(),
                task -> threads.execute(() -> {
                    if (channel.isActive()) {
                        task.run();
                    }
                }));
    }

    @Override
    public void close() {
        threads.shutdownGracefully(0, STOP_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
    }
}
