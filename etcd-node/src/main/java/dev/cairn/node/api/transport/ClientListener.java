// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.transport;

import dev.cairn.node.api.frames.GrpcFrames;
import io.grpc.DecompressorRegistry;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One listen URL: gRPC and HTTP/1.1 on the same port. Handlers run on the event loops. */
final class ClientListener {
    /** Room for an auth token; Netty's default is an eighth of it. */
    private static final int MAX_HEADER_BYTES = 64 * 1024;

    /**
     * What is read of a connection before others have their turn, twice {@link #READ_BYTES}: some two hundred calls or
     * two thousand of the smallest frames, about two milliseconds of work. Netty's default is a megabyte.
     */
    private static final int READS_AT_ONCE = 2;

    private static final int READ_BYTES = 16 * 1024;
    private static final int FIRST_READ_BYTES = 2048;
    private static final int LEAST_READ_BYTES = 64;

    private final Server server;
    private final ListenUrl url;

    private ClientListener(Server server, ListenUrl url) {
        this.server = server;
        this.url = url;
    }

    static ClientListener start(
            ListenUrl url, Supplier<SslContext> tls, ListenerGroup.Served served, ClientConnections connections) {
        GrpcLimits limits = served.limits();
        NettyServerBuilder builder = NettyServerBuilder.forAddress(url.address())
                .bossEventLoopGroup(served.loops().group())
                .workerEventLoopGroup(served.loops().group())
                .channelType(served.loops().channelType(url))
                .withChildOption(ChannelOption.RCVBUF_ALLOCATOR, turn())
                .directExecutor()
                .addServices(served.services())
                .fallbackHandlerRegistry(new UnknownMethods(served.services()))
                .decompressorRegistry(DecompressorRegistry.getDefaultInstance().with(new Gzip(), true))
                .addStreamTracerFactory(served.tracer())
                .maxInboundMessageSize(limits.maxInboundMessageBytes())
                .maxInboundMetadataSize(MAX_HEADER_BYTES)
                .maxConcurrentCallsPerConnection(limits.maxConcurrentStreams())
                .permitKeepAliveTime(limits.keepAliveMinTime().toNanos(), TimeUnit.NANOSECONDS)
                .keepAliveTime(limits.pingAfterNanos(), TimeUnit.NANOSECONDS)
                .keepAliveTimeout(Math.max(1, limits.keepAliveTimeout().toNanos()), TimeUnit.NANOSECONDS)
                .handshakeTimeout(limits.handshakeTimeout().toNanos(), TimeUnit.NANOSECONDS);
        OnePortNegotiator.install(
                builder,
                url,
                new OnePortNegotiator.TlsAccept(tls, served.loops().handshakes()),
                new Http1Pipeline(served.http(), limits, connections, served.budget()),
                GrpcFrames.Rules.of(served.services(), limits.maxInboundMessageBytes()));
        return new ClientListener(bound(url, builder), url);
    }

    private static RecvByteBufAllocator turn() {
        return new AdaptiveRecvByteBufAllocator(LEAST_READ_BYTES, FIRST_READ_BYTES, READ_BYTES)
                .maxMessagesPerRead(READS_AT_ONCE);
    }

    private static Server bound(ListenUrl url, NettyServerBuilder builder) {
        try {
            removeOldSocketFile(url);
            return builder.build().start();
        } catch (IOException e) {
            throw cannotListen(url, e);
        }
    }

    static ListenException cannotListen(ListenUrl url, Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new ListenException("cannot listen on \"" + url.text() + "\": " + root.getMessage(), cause);
    }

    /** A process that was killed leaves its socket file behind, and nobody can listen on it again. */
    static void removeOldSocketFile(ListenUrl url) throws IOException {
        if (url.address() instanceof DomainSocketAddress file) {
            Files.deleteIfExists(Path.of(file.path()));
        }
    }

    SocketAddress address() {
        return url.unix() ? url.address() : server.getListenSockets().getFirst();
    }

    void drain() {
        server.shutdown();
    }

    boolean awaitDrained(long timeoutNanos) throws InterruptedException {
        return server.awaitTermination(Math.max(0, timeoutNanos), TimeUnit.NANOSECONDS);
    }

    void stopNow() {
        server.shutdownNow();
    }
}
