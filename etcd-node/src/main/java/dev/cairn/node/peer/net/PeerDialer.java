// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer.net;

import dev.cairn.node.wire.EtcdUrl;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpClientCodec;
import java.net.InetAddress;
import java.util.function.Consumer;

/** Opens connections to other members' peer URLs: TCP, TLS where the URL says so, HTTP/1.1. */
public final class PeerDialer {
    private static final int MAX_LINE_BYTES = 4 << 10;
    private static final int MAX_HEADER_BYTES = 64 << 10;
    /** HTTP chunks are handed on in pieces of this size: big enough that most batches are one piece. */
    private static final int MAX_PIECE_BYTES = 1 << 20;

    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(512 << 10, 2 << 20);

    private final PeerSettings settings;
    private final PeerRuntime runtime;
    private final PeerNames names;

    public PeerDialer(PeerSettings settings, PeerRuntime runtime) {
        this(settings, runtime, InetAddress::getAllByName);
    }

    PeerDialer(PeerSettings settings, PeerRuntime runtime, PeerNames.Lookup lookup) {
        this.settings = settings;
        this.runtime = runtime;
        this.names = new PeerNames(runtime.blocking(), lookup);
    }

    public PeerRuntime runtime() {
        return runtime;
    }

    /**
     * {@code handlers} adds what comes after the HTTP codec. Throws {@link PeerPortException} where the URL wants TLS and
     * there is none.
     */
    public ChannelFuture connect(EtcdUrl url, EventLoop loop, Consumer<Channel> handlers) {
        if (url.isTls() && runtime.tls() == null) {
            throw new PeerPortException("peer URL " + url + " needs a peer certificate and key");
        }
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(runtime.loops().channelType(url))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        settings.dialTimeout().toMillis())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .handler(initializer(url, handlers));
        if (url.isSocket()) {
            bootstrap.disableResolver();
        } else {
            bootstrap.resolver(names).option(ChannelOption.TCP_NODELAY, true).option(ChannelOption.SO_KEEPALIVE, true);
        }
        return bootstrap.connect(PeerLoops.address(url));
    }

    private ChannelHandler initializer(EtcdUrl url, Consumer<Channel> handlers) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                if (url.isTls()) {
                    channel.pipeline().addLast(runtime.tls().client(channel.alloc(), url.host(), url.port()));
                }
                channel.pipeline().addLast(new HttpClientCodec(MAX_LINE_BYTES, MAX_HEADER_BYTES, MAX_PIECE_BYTES));
                handlers.accept(channel);
            }
        };
    }
}
