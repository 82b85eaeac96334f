// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer;

import dev.cairn.node.peer.net.PeerLoops;
import dev.cairn.node.peer.net.PeerPortException;
import dev.cairn.node.peer.net.PeerRuntime;
import dev.cairn.node.peer.net.UrlPicker;
import dev.cairn.node.server.PeerRequests;
import dev.cairn.node.wire.EtcdUrl;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** One listen-peer-url: accepts the other members' connections, with TLS where the URL says https. */
public final class PeerListener implements AutoCloseable {
    private static final int MAX_LINE_BYTES = 4 << 10;
    private static final int MAX_HEADER_BYTES = 64 << 10;
    private static final int MAX_PIECE_BYTES = 1 << 20;
    private static final int BACKLOG = 1024;
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(512 << 10, 2 << 20);

    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private Channel listening;

    private PeerListener() {}

    /** Throws {@link PeerPortException} that names the URL when it cannot be listened on. */
    public static PeerListener start(
            String listenUrl, HttpPeerTransport transport, PeerRequests requests, PeerRuntime runtime) {
        EtcdUrl url = UrlPicker.parse(listenUrl);
        if (url.isTls() && runtime.tls() == null) {
            throw new PeerPortException("listen-peer-url " + listenUrl + " needs a certificate and a key");
        }
        PeerListener listener = new PeerListener();
        PeerRoutes routes = new PeerRoutes(transport, requests, runtime);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(runtime.loops().group())
                .channel(runtime.loops().serverChannelType(url))
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(listener.initializer(url, routes, runtime));
        ChannelFuture binding = (url.isSocket() ? unix(bootstrap, url) : inet(bootstrap, url)).awaitUninterruptibly();
        if (!binding.isSuccess()) {
            throw new PeerPortException("cannot listen on peer URL " + listenUrl, binding.cause());
        }
        listener.listening = binding.channel();
        return listener;
    }

    private static ChannelFuture inet(ServerBootstrap bootstrap, EtcdUrl url) {
        return bootstrap
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .bind(new InetSocketAddress(url.host(), url.port()));
    }

    /** A process that was killed leaves its socket file behind, and nobody can listen on it again. */
    private static ChannelFuture unix(ServerBootstrap bootstrap, EtcdUrl url) {
        try {
            Files.deleteIfExists(Path.of(url.socketFile()));
        } catch (IOException e) {
            throw new PeerPortException("cannot listen on peer URL " + url, e);
        }
        return bootstrap.bind(PeerLoops.address(url));
    }

    private ChannelInitializer<Channel> initializer(EtcdUrl url, PeerRoutes routes, PeerRuntime runtime) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                connections.add(channel);
                if (url.isTls()) {
                    channel.pipeline().addLast(runtime.tls().server().newHandler(channel.alloc()));
                }
                channel.pipeline()
                        .addLast(new HttpServerCodec(MAX_LINE_BYTES, MAX_HEADER_BYTES, MAX_PIECE_BYTES))
                        .addLast(new IdleStateHandler(PeerConnection.IDLE_CHECK_SECONDS, 0, 0))
                        .addLast(new PeerConnection(routes));
            }
        };
    }

    /** Where it is bound: a port 0 has become a real one. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listening.localAddress();
    }

    /** No new connections, and the ones there are end. */
    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
    }
}
