// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.transport;

import dev.cairn.node.server.Caller;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.function.Supplier;

/** HTTP/1.1 alone, so that probes and Prometheus need no client certificate. */
final class MetricsListener {
    private final Channel server;

    private MetricsListener(Channel server) {
        this.server = server;
    }

    static MetricsListener start(ListenUrl url, Supplier<SslContext> tls, EventLoops loops, Http1Pipeline http1) {
        try {
            ClientListener.removeOldSocketFile(url);
        } catch (IOException e) {
            throw ClientListener.cannotListen(url, e);
        }
        ChannelFuture bound = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.channelType(url))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        if (tls != null) {
                            connection.pipeline().addLast(loops.handshakes().handler(tls.get(), connection));
                        }
                        http1.install(connection.pipeline(), tls != null, Caller.ANONYMOUS);
                    }
                })
                .bind(url.address())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw ClientListener.cannotListen(url, bound.cause());
        }
        return new MetricsListener(bound.channel());
    }

    SocketAddress address() {
        return server.localAddress();
    }

    void stopListening() {
        server.close().awaitUninterruptibly();
    }
}
