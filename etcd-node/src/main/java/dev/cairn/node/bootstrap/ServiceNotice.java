// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd that the member serves, as etcd does, for units of {@code Type=notify} (sd_notify(3)): one datagram to
 * the socket that the environment names; without one there is nobody to tell. The JDK has no datagrams on unix sockets.
 */
final class ServiceNotice {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceNotice.class);
    private static final String VARIABLE = "NOTIFY_SOCKET";
    private static final String READY = "READY=1";
    private static final long TIMEOUT_SECONDS = 5;

    private ServiceNotice() {}

    /** A notice that cannot be sent is logged: systemd then ends the unit at its own timeout, and says so. */
    static void ready(Map<String, String> environment) {
        String socket = environment.getOrDefault(VARIABLE, "");
        if (socket.isEmpty()) {
            return;
        }
        if (!Epoll.isAvailable()) {
            LOG.warn("systemd is not told of this start: datagrams on unix sockets need Linux's epoll");
            return;
        }
        EventLoopGroup loop = new EpollEventLoopGroup(1);
        try {
            send(loop, address(socket));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) { // Netty throws a connection's checked exceptions undeclared
            LOG.warn("systemd is not told of this start: {}: {}", socket, e.getMessage());
        } finally {
            loop.shutdownGracefully(0, TIMEOUT_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static void send(EventLoopGroup loop, DomainSocketAddress to) throws InterruptedException {
        Channel channel = new Bootstrap()
                .group(loop)
                .channel(EpollDomainDatagramChannel.class)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(to)
                .sync()
                .channel();
        channel.writeAndFlush(Unpooled.copiedBuffer(READY, StandardCharsets.US_ASCII))
                .sync();
        channel.close().sync();
    }

    /** A leading at sign stands for the zero byte with which abstract names begin. */
    private static DomainSocketAddress address(String socket) {
        return new DomainSocketAddress(socket.startsWith("@") ? '\0' + socket.substring(1) : socket);
    }
}
