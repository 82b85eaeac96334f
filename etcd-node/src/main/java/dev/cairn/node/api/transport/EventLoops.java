// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/** The threads of all client listeners: epoll where the system has it, else NIO without unix sockets. */
public final class EventLoops implements AutoCloseable {
    private static final long STOP_TIMEOUT_MILLIS = 5_000;

    private final EventLoopGroup group;

    private final Handshakes handshakes;

    private EventLoops(EventLoopGroup group, Handshakes handshakes) {
        this.group = group;
        this.handshakes = handshakes;
    }

    public static EventLoops open(String threadName, int threads) {
        DefaultThreadFactory factory = new DefaultThreadFactory(threadName, true);
        return new EventLoops(
                Epoll.isAvailable()
                        ? new EpollEventLoopGroup(threads, factory)
                        : new NioEventLoopGroup(threads, factory),
                new Handshakes(threadName, threads));
    }

    EventLoopGroup group() {
        return group;
    }

    Handshakes handshakes() {
        return handshakes;
    }

    Class<? extends ServerChannel> channelType(ListenUrl url) {
        boolean epoll = group instanceof EpollEventLoopGroup;
        if (!url.unix()) {
            return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        }
        if (!epoll) {
            throw new ListenException("listen URL \"" + url.text() + "\": unix sockets need Linux's epoll");
        }
        return EpollServerDomainSocketChannel.class;
    }

    /** Ends the threads; connections should be closed by then. */
    @Override
    public void close() {
        handshakes.close();
        group.shutdownGracefully(0, STOP_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
}
