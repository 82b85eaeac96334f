// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.etcd.grpc;

import dev.cairn.operator.etcd.EtcdAdmin;
import dev.cairn.operator.etcd.EtcdConnector;
import dev.cairn.operator.etcd.EtcdFailure;
import dev.cairn.operator.etcd.TlsIdentity;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * Channels to members, one per address and identity. The least recently used is closed when there are too many, which
 * is also how those to removed members and of renewed certificates go.
 */
public final class GrpcConnector implements EtcdConnector, AutoCloseable {
    private static final int CHANNELS_MAX = 1024;
    private static final long IDLE_SECONDS = 60;
    private static final long KEEP_ALIVE_SECONDS = 10;

    private record Line(String url, Optional<TlsIdentity> identity) {}

    private final Duration deadline;
    private final Executor executor;
    private final Map<Line, ManagedChannel> channels = new LinkedHashMap<>(16, 0.75f, true);

    /** @param deadline how long a member may take to answer one call */
    public GrpcConnector(Duration deadline, Executor executor) {
        this.deadline = deadline;
        this.executor = executor;
    }

    @Override
    public synchronized EtcdAdmin to(String clientUrl, Optional<TlsIdentity> identity) {
        var line = new Line(clientUrl, identity);
        ManagedChannel channel = channels.get(line);
        if (channel == null) {
            channel = open(line);
            channels.put(line, channel);
            closeOldest();
        } else if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            // A member that was away is tried at once, not when a backoff of up to two minutes is over.
            channel.resetConnectBackoff();
        }
        return new GrpcEtcdAdmin(clientUrl, channel, deadline);
    }

    @Override
    public synchronized void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
        channels.clear();
    }

    private void closeOldest() {
        if (channels.size() > CHANNELS_MAX) {
            var oldest = channels.entrySet().iterator();
            oldest.next().getValue().shutdown();
            oldest.remove();
        }
    }

    private ManagedChannel open(Line line) {
        URI uri = URI.create(line.url());
        var builder = NettyChannelBuilder.forAddress(uri.getHost(), uri.getPort())
                .executor(executor)
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) deadline.toMillis())
                // A node that vanished sends no reset; etcd allows pings every five seconds.
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .idleTimeout(IDLE_SECONDS, TimeUnit.SECONDS);
        if (line.identity().isPresent()) {
            builder.sslContext(sslContext(line.url(), line.identity().get()));
        } else {
            builder.usePlaintext();
        }
        return builder.build();
    }

    private static SslContext sslContext(String url, TlsIdentity identity) {
        try {
            return GrpcSslContexts.forClient()
                    .trustManager(stream(identity.caPem()))
                    .keyManager(stream(identity.certificatePem()), stream(identity.privateKeyPem()))
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new EtcdFailure(
                    EtcdFailure.Kind.REFUSED, "certificates for " + url + " are unusable: " + e.getMessage(), e);
        }
    }

    private static InputStream stream(String pem) {
        return new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
    }
}
