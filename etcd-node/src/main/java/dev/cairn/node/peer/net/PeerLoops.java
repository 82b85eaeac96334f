// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer.net;

import dev.cairn.node.wire.EtcdUrl;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The threads of all peer connections, in and out: epoll where the system has it. Images leave by a loop of their own:
 * each of their chunks would hold up a message to another member, for which clients wait.
 */
public final class PeerLoops implements AutoCloseable {
    private static final long STOP_TIMEOUT_MILLIS = 5_000;

    private final EventLoopGroup group;
    private final EventLoopGroup images;

    private PeerLoops(EventLoopGroup group, EventLoopGroup images) {
        this.group = group;
        this.images = images;
    }

    /** {@code images} makes the one thread that sends images, when there is the first to send. */
    public static PeerLoops open(String threadName, int threads, ThreadFactory images) {
        return new PeerLoops(group(threads, new DefaultThreadFactory(threadName, true)), group(1, images));
    }

    private static EventLoopGroup group(int threads, ThreadFactory factory) {
        return Epoll.isAvailable()
                ? new EpollEventLoopGroup(threads, factory)
                : new NioEventLoopGroup(threads, factory);
    }

    public EventLoopGroup group() {
        return group;
    }

    public EventLoop next() {
        return group.next();
    }

    public EventLoop forImages() {
        return images.next();
    }

    /** Where to dial, or to listen on a socket file. A host name is not looked up. */
    public static SocketAddress address(EtcdUrl url) {
        return url.isSocket()
                ? new DomainSocketAddress(url.socketFile())
                : InetSocketAddress.createUnresolved(url.host(), url.port());
    }

    Class<? extends Channel> channelType(EtcdUrl url) {
        boolean epoll = group instanceof EpollEventLoopGroup;
        if (url.isSocket()) {
            requireEpoll(url, epoll);
            return EpollDomainSocketChannel.class;
        }
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    public Class<? extends ServerChannel> serverChannelType(EtcdUrl url) {
        boolean epoll = group instanceof EpollEventLoopGroup;
        if (url.isSocket()) {
            requireEpoll(url, epoll);
            return EpollServerDomainSocketChannel.class;
        }
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    private static void requireEpoll(EtcdUrl url, boolean epoll) {
        if (!epoll) {
            throw new PeerPortException("peer URL " + url + ": unix sockets need Linux's epoll");
        }
    }

    /** Ends the threads; connections should be closed by then. */
    @Override
    public void close() {
        Stream.of(group, images)
                .map(each -> each.shutdownGracefully(0, STOP_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS))
                .toList()
                .forEach(Future::awaitUninterruptibly);
    }
}
