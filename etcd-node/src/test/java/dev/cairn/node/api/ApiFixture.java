// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import dev.cairn.node.api.http.HttpGuards;
import dev.cairn.node.api.small.SmallMember;
import dev.cairn.node.api.transport.EventLoops;
import dev.cairn.node.api.transport.GrpcLimits;
import dev.cairn.node.api.transport.ListenUrl;
import dev.cairn.node.server.MemoryLevel;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A {@link SmallMember} served on ephemeral ports of 127.0.0.1, and clients for it. */
final class ApiFixture implements AutoCloseable {
    static final int ELECTION_TICKS = 10;
    static final int MAX_TXN_OPS = 128;

    final SmallMember member = new SmallMember();
    final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    final EventLoops loops = EventLoops.open("api", 2);
    final ApiServer server;
    volatile MemoryLevel memory = MemoryLevel.PLENTY;
    final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<ManagedChannel> channels = new ArrayList<>();

    ApiFixture(GrpcLimits limits, HttpGuards guards) {
        this(limits, guards, true);
    }

    ApiFixture(GrpcLimits limits, HttpGuards guards, boolean gateway) {
        this(limits, guards, gateway, Runtime.getRuntime().maxMemory());
    }

    /** As in a process with a heap of that size. */
    static ApiFixture plain(long heapBytes) {
        ApiFixture fixture = new ApiFixture(GrpcLimits.DEFAULTS, HttpGuards.OPEN, true, heapBytes);
        fixture.listen("http://127.0.0.1:0", null);
        return fixture;
    }

    private ApiFixture(GrpcLimits limits, HttpGuards guards, boolean gateway, long heapBytes) {
        server = new ApiServer(
                member,
                new ApiConfig(limits, guards, ELECTION_TICKS, MAX_TXN_OPS, gateway, false, ApiConfig.Watched.DEFAULTS),
                new ApiServer.Resources(loops, blocking, registry, () -> "", router -> {}, heapBytes, () -> memory));
    }

    /** With etcd's defaults, listening on one plain port. */
    static ApiFixture plain() {
        ApiFixture fixture = new ApiFixture(GrpcLimits.DEFAULTS, HttpGuards.OPEN);
        fixture.listen("http://127.0.0.1:0", null);
        return fixture;
    }

    /** The port it got. */
    int listen(String url, Supplier<SslContext> tls) {
        return listen(ListenUrl.parse(url), tls);
    }

    int listen(ListenUrl url, Supplier<SslContext> tls) {
        server.listen(url, tls);
        return port(server.clientAddresses().size() - 1);
    }

    int port(int listener) {
        return ((InetSocketAddress) server.clientAddresses().get(listener)).getPort();
    }

    int port() {
        return port(0);
    }

    ManagedChannel channel(int port) {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        channels.add(channel);
        return channel;
    }

    /** To a client that takes no more than 64 kB of what it has not read; others widen their window as they learn. */
    ManagedChannel narrowChannel() {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port())
                .usePlaintext()
                .flowControlWindow(65_535)
                .build();
        channels.add(channel);
        return channel;
    }

    ManagedChannel channel() {
        return channel(port());
    }

    HttpResponse<String> get(String path) throws Exception {
        return send("GET", path, null);
    }

    CompletableFuture<HttpResponse<String>> getLater(String path) {
        return http.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> send(String method, String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                        .timeout(Duration.ofSeconds(10))
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() throws Exception {
        channels.forEach(ManagedChannel::shutdownNow);
        server.stop(Duration.ZERO);
        http.shutdownNow();
        loops.close();
        blocking.shutdownNow();
        blocking.awaitTermination(5, TimeUnit.SECONDS);
    }
}
