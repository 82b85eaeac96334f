// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.cairn.node.api.http.HttpGuards;
import dev.cairn.node.api.transport.GrpcLimits;
import dev.cairn.node.api.transport.ListenException;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import dev.cairn.node.wire.etcdserverpb.MaintenanceGrpc;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.StatusRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** gRPC and HTTP/1.1 behind one listener, and what hostile or unlucky clients do to it. */
class OnePortTest {
    private static final GrpcLimits IMPATIENT = new GrpcLimits(
            1_572_864,
            Integer.MAX_VALUE,
            Duration.ofSeconds(5),
            Duration.ofHours(2),
            Duration.ofSeconds(20),
            Duration.ofMillis(300),
            Duration.ofMillis(500));

    @Test
    void grpcAndHttpShareAPort() throws Exception {
        try (ApiFixture api = ApiFixture.plain()) {
            KVGrpc.KVBlockingStub kv = KVGrpc.newBlockingStub(api.channel());
            kv.put(PutRequest.newBuilder()
                    .setKey(ByteString.copyFromUtf8("k"))
                    .setValue(ByteString.copyFromUtf8("v"))
                    .build());
            assertThat(api.get("/version").body())
                    .isEqualTo("{\"etcdserver\":\"3.7.1\",\"etcdcluster\":\"3.7.0\",\"storage\":\"3.7.0\"}");
            assertThat(kv.range(RangeRequest.newBuilder()
                                    .setKey(ByteString.copyFromUtf8("k"))
                                    .build())
                            .getKvs(0)
                            .getValue()
                            .toStringUtf8())
                    .isEqualTo("v");
        }
    }

    @Test
    void severalListenersServeTheSameMember(@TempDir Path directory) throws Exception {
        try (ApiFixture api = ApiFixture.plain()) {
            int second = api.listen("http://127.0.0.1:0", null);
            Path socket = directory.resolve("etcd.sock");
            api.server.listen(dev.cairn.node.api.transport.ListenUrl.parse("unix://" + socket), null);
            KVGrpc.newBlockingStub(api.channel())
                    .put(PutRequest.newBuilder()
                            .setKey(ByteString.copyFromUtf8("k"))
                            .build());
            assertThat(count(KVGrpc.newBlockingStub(api.channel(second)))).isEqualTo(1);
            var loops = new EpollEventLoopGroup(1);
            var channel = NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                    .eventLoopGroup(loops)
                    .channelType(EpollDomainSocketChannel.class)
                    .usePlaintext()
                    .build();
            try {
                assertThat(count(KVGrpc.newBlockingStub(channel))).isEqualTo(1);
            } finally {
                channel.shutdownNow();
                loops.shutdownGracefully(0, 5, TimeUnit.SECONDS);
            }
        }
    }

    private static long count(KVGrpc.KVBlockingStub kv) {
        return kv.range(RangeRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8("k"))
                        .build())
                .getCount();
    }

    @Test
    void listenUrlInUseIsNamed() throws Exception {
        try (ApiFixture api = ApiFixture.plain();
                ApiFixture second = new ApiFixture(GrpcLimits.DEFAULTS, HttpGuards.OPEN)) {
            String url = "http://127.0.0.1:" + api.port();
            assertThatThrownBy(() -> second.listen(url, null))
                    .isInstanceOf(ListenException.class)
                    .hasMessageContaining(url)
                    .hasMessageContaining("Address already in use");
        }
    }

    @Test
    void listenUrlsThatMakeNoSenseAreNamed() {
        for (String url : new String[] {"ftp://127.0.0.1:1", "http://127.0.0.1", "http://example.com:1", "http://[x"}) {
            assertThatThrownBy(() -> dev.cairn.node.api.transport.ListenUrl.parse(url))
                    .isInstanceOf(ListenException.class)
                    .hasMessageContaining(url);
        }
    }

    @Test
    void silentConnectionsAreClosed() throws Exception {
        try (ApiFixture api = impatient();
                RawConnection silent = new RawConnection(api.port())) {
            assertThat(silent.readToEnd()).isEmpty();
        }
    }

    @Test
    void drippedPrefaceIsClosed() throws Exception {
        try (ApiFixture api = impatient();
                RawConnection dripping = new RawConnection(api.port())) {
            assertThat(dripping.dripUntilClosed(RawConnection.HTTP2_PREFACE, 60))
                    .isLessThan(5_000);
        }
    }

    @Test
    void drippedHttpHeadersAreClosed() throws Exception {
        try (ApiFixture api = impatient();
                RawConnection dripping = new RawConnection(api.port())) {
            dripping.send("GET /version HTTP/1.1\r\nHost: x\r\n");
            assertThat(dripping.dripUntilClosed("X-A: b", 60)).isLessThan(5_000);
        }
    }

    @Test
    void httpConnectionsOutliveTheHandshakeTimeout() throws Exception {
        try (ApiFixture api = impatient();
                RawConnection http = new RawConnection(api.port());
                RawConnection silent = new RawConnection(api.port())) {
            http.send("GET /version HTTP/1.1\r\nHost: x\r\n\r\n").readUntil("}");
            // Closed by the handshake timeout, which by then has passed for both.
            silent.readToEnd();
            http.send("GET /version HTTP/1.1\r\nHost: x\r\n\r\n").readUntil("}");
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
        try (ApiFixture api = ApiFixture.plain();
                RawConnection http = new RawConnection(api.port())) {
            api.member.health.holdReads = true;
            http.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\nGET /version HTTP/1.1\r\nHost: x\r\n\r\n");
            api.member.health.heldReads.take().done(null);
            assertThat(http.readUntil("etcdserver")).contains("\"health\":\"true\"");
        }
    }

    @Test
    void httpRequestsThatAreTooLargeOrNoneAtAllAreRefused() throws Exception {
        try (ApiFixture api = ApiFixture.plain();
                RawConnection large = new RawConnection(api.port());
                RawConnection garbage = new RawConnection(api.port())) {
            large.send("POST /v3/kv/put HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n");
            assertThat(large.readUntil("\r\n")).isEqualTo("HTTP/1.1 413 Request Entity Too Large\r\n");
            garbage.send("this is no request\r\n\r\n");
            assertThat(garbage.readToEnd()).startsWith("HTTP/1.1 400 Bad Request");
        }
    }

    @Test
    void tooManyPingsEndTheConnection() throws Exception {
        byte[] settings = {0, 0, 0, 4, 0, 0, 0, 0, 0};
        byte[] ping = {0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8};
        try (ApiFixture api = ApiFixture.plain();
                RawConnection client = new RawConnection(api.port())) {
            client.send(RawConnection.HTTP2_PREFACE).send(settings);
            for (int i = 0; i < 6; i++) {
                client.send(ping);
            }
            assertThat(client.readToEnd()).contains("too_many_pings");
        }
    }

    @Test
    void messagesAboveTheLimitAreRefused() throws Exception {
        try (ApiFixture api = ApiFixture.plain()) {
            PutRequest large = PutRequest.newBuilder()
                    .setKey(ByteString.copyFromUtf8("k"))
                    .setValue(ByteString.copyFrom(new byte[3 * 1024 * 1024]))
                    .build();
            assertThatThrownBy(() -> KVGrpc.newBlockingStub(api.channel()).put(large))
                    .isInstanceOf(StatusRuntimeException.class)
                    .extracting(
                            each -> ((StatusRuntimeException) each).getStatus().getCode())
                    .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        }
    }

    @Test
    void metricsListenerServesStatusPagesOnly() throws Exception {
        try (ApiFixture api = ApiFixture.plain()) {
            api.server.listenForMetrics(dev.cairn.node.api.transport.ListenUrl.parse("http://127.0.0.1:0"), null);
            int port =
                    ((java.net.InetSocketAddress) api.server.metricsAddresses().getFirst()).getPort();
            assertThat(ask(port, "/health")).startsWith("HTTP/1.1 200");
            assertThat(ask(port, "/readyz")).startsWith("HTTP/1.1 200");
            assertThat(ask(port, "/metrics")).contains("grpc_server_started_total");
            assertThat(ask(port, "/version")).startsWith("HTTP/1.1 404");
            assertThatThrownBy(() -> MaintenanceGrpc.newBlockingStub(api.channel(port))
                            .status(StatusRequest.getDefaultInstance()))
                    .isInstanceOf(StatusRuntimeException.class);
        }
    }

    private static String ask(int port, String path) throws Exception {
        try (RawConnection http = new RawConnection(port)) {
            return http.send("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                    .readToEnd();
        }
    }

    private static ApiFixture impatient() {
        ApiFixture api = new ApiFixture(IMPATIENT, HttpGuards.OPEN);
        api.listen("http://127.0.0.1:0", null);
        return api;
    }
}
