// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceNoticeTest {
    @TempDir
    private Path directory;

    private final EventLoopGroup loop = new EpollEventLoopGroup(1);
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private Channel listen(String address) throws InterruptedException {
        return new Bootstrap()
                .group(loop)
                .channel(EpollDomainDatagramChannel.class)
                .handler(new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, DomainDatagramPacket packet) {
                        told.add(packet.content().toString(StandardCharsets.US_ASCII));
                    }
                })
                .bind(new DomainSocketAddress(address))
                .sync()
                .channel();
    }

    @Test
    void systemdIsToldThatTheMemberServes() throws InterruptedException {
        String socket = directory.resolve("notify").toString();
        Channel systemd = listen(socket);
        ServiceNotice.ready(Map.of("NOTIFY_SOCKET", socket));
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("READY=1");
        systemd.close().sync();
    }

    @Test
    void aSocketWithAnAbstractNameIsFound() throws InterruptedException {
        String name = "cairn-notice-" + ProcessHandle.current().pid();
        Channel systemd = listen('\0' + name);
        ServiceNotice.ready(Map.of("NOTIFY_SOCKET", "@" + name));
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("READY=1");
        systemd.close().sync();
    }

    @Test
    void withoutSystemdOrWithItsSocketGoneTheMemberGoesOn() {
        assertThatCode(() -> ServiceNotice.ready(Map.of())).doesNotThrowAnyException();
        assertThatCode(() -> ServiceNotice.ready(
                        Map.of("NOTIFY_SOCKET", directory.resolve("gone").toString())))
                .doesNotThrowAnyException();
    }
}
