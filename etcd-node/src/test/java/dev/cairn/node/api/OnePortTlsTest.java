// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.cairn.node.api.http.HttpGuards;
import dev.cairn.node.api.transport.GrpcLimits;
import dev.cairn.node.api.transport.ListenException;
import dev.cairn.node.api.transport.ListenUrl;
import dev.cairn.node.server.Caller;
import dev.cairn.node.tls.ReloadingTls;
import dev.cairn.node.tls.TestCa;
import dev.cairn.node.tls.TestCa.Issued;
import dev.cairn.node.tls.TlsConfig;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.PutResponse;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one port with TLS: who may come in, as what, and what reloading changes for whom. */
class OnePortTlsTest {
    private static final PutRequest PUT =
            PutRequest.newBuilder().setKey(ByteString.copyFromUtf8("k")).build();
    private static final long SECOND_NANOS = 1_000_000_000L;

    @TempDir
    Path directory;

    private final AtomicLong nanos = new AtomicLong();
    private final TestCa ca = new TestCa("first authority");
    private Issued server;
    private Path caFile;
    private ApiFixture api;

    @BeforeEach
    void issue() {
        server = ca.issue(directory, "server");
        caFile = ca.write(directory.resolve("ca.pem"));
        api = new ApiFixture(GrpcLimits.DEFAULTS, HttpGuards.OPEN);
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    @Test
    void grpcAndHttpShareAPort() throws Exception {
        int port = serve(TlsConfig.of(server.cert(), server.key()));
        TlsClient client = TlsClient.trusting(caFile);
        assertThat(put(client.channel(port)).getHeader().getRevision()).isEqualTo(2);
        for (HttpClient.Version offered : HttpClient.Version.values()) {
            HttpResponse<String> response = get(client.context(), offered, port);
            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(response.body()).contains("\"etcdserver\":\"3.7.1\"");
        }
        client.close();
    }

    @Test
    void plainClientsAndTlsShareAPortWhereTwoUrlsNameIt() throws Exception {
        ReloadingTls tls = tls(TlsConfig.of(server.cert(), server.key()));
        List<ListenUrl> urls = ListenUrl.shared(List.of(
                ListenUrl.parse("https://127.0.0.1:2379"),
                ListenUrl.parse("http://127.0.0.1:2379"),
                ListenUrl.parse("http://127.0.0.1:2379")));
        assertThat(urls).singleElement().matches(url -> url.plain() && url.tls());
        int port = api.listen(
                new ListenUrl(urls.getFirst().text(), true, true, new InetSocketAddress("127.0.0.1", 0)), tls::server);
        TlsClient client = TlsClient.trusting(caFile);
        assertThat(put(client.channel(port)).getHeader().getRevision()).isEqualTo(2);
        assertThat(put(api.channel(port)).getHeader().getRevision()).isEqualTo(3);
        assertThat(get(client.context(), HttpClient.Version.HTTP_2, port).statusCode())
                .isEqualTo(200);
        try (RawConnection http = new RawConnection(port)) {
            assertThat(http.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n").readUntil("ok\n"))
                    .startsWith("HTTP/1.1 200");
        }
        SSLContext context = client.context();
        try (RawConnection http = new RawConnection(context.getSocketFactory().createSocket("127.0.0.1", port))) {
            assertThat(http.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n").readUntil("ok\n"))
                    .startsWith("HTTP/1.1 200");
        }
        client.close();
    }

    @Test
    void clientsWithoutAlpnAreRecognizedByWhatTheySay() throws Exception {
        int port = serve(TlsConfig.of(server.cert(), server.key()));
        SSLContext context = TlsClient.trusting(caFile).context();
        try (RawConnection http = new RawConnection(context.getSocketFactory().createSocket("127.0.0.1", port))) {
            assertThat(http.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n").readUntil("ok\n"))
                    .startsWith("HTTP/1.1 200");
        }
        byte[] settings = {0, 0, 0, 4, 0, 0, 0, 0, 0};
        try (RawConnection grpc = new RawConnection(context.getSocketFactory().createSocket("127.0.0.1", port))) {
            byte[] frame = grpc.send(RawConnection.HTTP2_PREFACE).send(settings).readExactly(9);
            assertThat(frame[3]).as("the first frame is SETTINGS").isEqualTo((byte) 4);
        }
    }

    @Test
    void clientCertificateIsRequiredWhereACaIsNamed() throws Exception {
        int port = serve(TlsConfig.of(server.cert(), server.key()).withTrustedCa(caFile, true));
        assertRefused(TlsClient.trusting(caFile), port);
        TestCa stranger = new TestCa("stranger");
        assertRefused(TlsClient.trusting(caFile).showing(stranger.issue(directory, "stranger")), port);
        TlsClient friend = TlsClient.trusting(caFile).showing(ca.issue(directory, "friend"));
        put(friend.channel(port));
        assertThat(get(friend.context(), HttpClient.Version.HTTP_1_1, port).statusCode())
                .isEqualTo(200);
        friend.close();
    }

    @Test
    void aServiceIsToldWhomTheClientsCertificateNames() throws Exception {
        int port = serve(TlsConfig.of(server.cert(), server.key()).withTrustedCa(caFile, true));
        TlsClient friend = TlsClient.trusting(caFile).showing(ca.issue(directory, "friend"));
        Caller expected = Caller.certified("friend", List.of("127.0.0.1", "localhost", "*.members.example"));

        put(friend.channel(port));
        assertThat(api.member.kv.takeWriter()).as("over gRPC").isEqualTo(expected);

        for (HttpClient.Version offered : HttpClient.Version.values()) {
            assertThat(putJson(friend.context(), offered, port).statusCode()).isEqualTo(200);
            assertThat(api.member.kv.takeWriter()).as("over JSON").isEqualTo(expected.throughGateway());
        }
        friend.close();
    }

    /** etcd's accessController: who relies on his certificate's name would be somebody else behind the gateway. */
    @Test
    void aCertificateThatWouldNameAUserIsRefusedAtTheGateway() throws Exception {
        int port = serve(TlsConfig.of(server.cert(), server.key()).withTrustedCa(caFile, true));
        TlsClient friend = TlsClient.trusting(caFile).showing(ca.issue(directory, "friend"));
        api.member.auth.namesByCertificate = true;

        HttpResponse<String> refused = putJson(friend.context(), HttpClient.Version.HTTP_1_1, port);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body())
                .isEqualTo("CommonName of client sending a request against gateway will be ignored and not used as"
                        + " expected\n");
        put(friend.channel(port));
        friend.close();
    }

    @Test
    void aClientWithoutCertificateIsAnonymousWhateverItSaysItIs() throws Exception {
        int port = serve(TlsConfig.of(server.cert(), server.key()));
        TlsClient client = TlsClient.trusting(caFile);
        Metadata pretended = new Metadata();
        pretended.put(Metadata.Key.of("caller-bin", Metadata.BINARY_BYTE_MARSHALLER), new byte[] {1});

        KVGrpc.newBlockingStub(client.channel(port))
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(pretended))
                .put(PUT);
        assertThat(api.member.kv.takeWriter()).isEqualTo(Caller.ANONYMOUS);
        assertThat(putJson(client.context(), HttpClient.Version.HTTP_1_1, port).statusCode())
                .isEqualTo(200);
        assertThat(api.member.kv.takeWriter()).isEqualTo(Caller.ANONYMOUS.throughGateway());
        client.close();
    }

    @Test
    void listsNarrowDownWhichClientsPass() throws Exception {
        Issued alice = ca.issue(directory, "alice");
        Issued bob = ca.issue(directory, "bob");
        TlsConfig base = TlsConfig.of(server.cert(), server.key()).withTrustedCa(caFile, true);
        int byName = serve(base.withAllowed(List.of("alice"), List.of(), null));
        int byHost = serve(base.withAllowed(List.of(), List.of("a.members.example"), null));
        int byOtherHost = serve(base.withAllowed(List.of(), List.of("b.c.members.example"), null));
        int notRevoked =
                serve(base.withAllowed(List.of(), List.of(), ca.revoke(directory.resolve("crl.pem"), bob.serial())));
        TlsClient asAlice = TlsClient.trusting(caFile).showing(alice);
        TlsClient asBob = TlsClient.trusting(caFile).showing(bob);
        put(asAlice.channel(byName));
        put(asBob.channel(byHost));
        put(asAlice.channel(notRevoked));
        assertRefused(asBob, byName);
        assertRefused(asBob, byOtherHost);
        assertRefused(asBob, notRevoked);
        asAlice.close();
    }

    @Test
    void reloadingChangesNewConnectionsAndLeavesOpenOnesAlone() throws Exception {
        int port = serve(TlsConfig.of(server.cert(), server.key()));
        TlsClient old = TlsClient.trusting(caFile);
        ManagedChannel open = old.channel(port);
        put(open);
        TestCa next = new TestCa("second authority");
        next.issue(directory, "next").replace(server);
        nanos.addAndGet(SECOND_NANOS);
        TlsClient fresh = TlsClient.trusting(next.write(directory.resolve("next-ca.pem")));
        put(fresh.channel(port));
        assertThatThrownBy(() -> put(TlsClient.trusting(caFile).channel(port)))
                .isInstanceOf(StatusRuntimeException.class);
        put(open);
        old.close();
        fresh.close();
    }

    @Test
    void clientOfARemovedCaCannotResumeItsSession() throws Exception {
        int port = serve(TlsConfig.of(server.cert(), server.key())
                .withTrustedCa(caFile, true)
                .withProtocols("", "TLS1.2", List.of()));
        SSLContext client = TlsClient.trusting(caFile)
                .showing(ca.issue(directory, "client"))
                .context();
        byte[] first = sessionOf(client, port);
        assertThat(sessionOf(client, port)).as("the session is resumed").isEqualTo(first);
        new TestCa("second authority").write(caFile);
        nanos.addAndGet(SECOND_NANOS);
        assertThatThrownBy(() -> sessionOf(client, port)).isInstanceOf(IOException.class);
    }

    @Test
    void clientOfARemovedCaCannotResumeWithATicket() throws Exception {
        int port = serve(TlsConfig.of(server.cert(), server.key()).withTrustedCa(caFile, true));
        SSLContext client = TlsClient.trusting(caFile)
                .showing(ca.issue(directory, "client"))
                .context();
        assertThat(health(client, port)).contains("ok");
        assertThat(health(client, port)).contains("ok");
        new TestCa("second authority").write(caFile);
        nanos.addAndGet(SECOND_NANOS);
        assertThatThrownBy(() -> health(client, port)).isInstanceOf(IOException.class);
    }

    @Test
    void protocolVersionsAreKept() throws Exception {
        int port = serve(TlsConfig.of(server.cert(), server.key()).withProtocols("TLS1.3", "", List.of()));
        SSLContext context = TlsClient.trusting(caFile).context();
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
        int older = serve(TlsConfig.of(server.cert(), server.key())
                .withProtocols("", "TLS1.2", List.of("TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305")));
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", older)) {
            socket.startHandshake();
            assertThat(socket.getSession().getCipherSuite()).isEqualTo("TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");
        }
    }

    @Test
    void halfHandshakesAndPlainTextAreClosed() throws Exception {
        ApiFixture impatient = new ApiFixture(
                new GrpcLimits(
                        1_572_864,
                        100,
                        Duration.ofSeconds(5),
                        Duration.ofHours(2),
                        Duration.ofSeconds(20),
                        Duration.ofMillis(300),
                        Duration.ofMillis(500)),
                HttpGuards.OPEN);
        try (impatient) {
            int port = impatient.listen("https://127.0.0.1:0", tls(TlsConfig.of(server.cert(), server.key()))::server);
            byte[] hello = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 252, 3, 3};
            try (RawConnection half = new RawConnection(port)) {
                half.send(hello);
                assertThat(half.dripUntilClosed("xxxx", 60)).isLessThan(5_000);
            }
            try (RawConnection plain = new RawConnection(port)) {
                assertThat(plain.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n").readToEnd())
                        .doesNotContain("ok");
            }
        }
    }

    /** Of two event loops, so that a blocked one would show. */
    @Test
    void whoIsConnectedIsAnsweredWhileHandshakesTakeTheirTime() throws Exception {
        CountDownLatch signing = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        SslContext slow = SlowKey.context(server, () -> {
            signing.countDown();
            mayGoOn.await();
        });
        int port = api.listen("https://127.0.0.1:0", () -> slow);
        int plain = api.listen("http://127.0.0.1:0", null);
        TlsClient client = TlsClient.trusting(caFile);
        Future<Void> shaken = CompletableFuture.runAsync(() -> client.handshake(port));
        assertThat(signing.await(10, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 6; i++) {
            try (RawConnection each = new RawConnection(plain)) {
                assertThat(each.send("GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                                .readToEnd())
                        .contains("ok");
            }
        }
        assertThat(shaken.isDone()).isFalse();
        mayGoOn.countDown();
        shaken.get(10, TimeUnit.SECONDS);
    }

    @Test
    void gracefulStopFinishesACallOverTls() throws Exception {
        int port = serve(TlsConfig.of(server.cert(), server.key()));
        TlsClient client = TlsClient.trusting(caFile);
        api.member.kv.holdAnswers();
        Future<PutResponse> call = KVGrpc.newFutureStub(client.channel(port)).put(PUT);
        api.member.kv.awaitHeldAnswer();
        Future<Boolean> stopped = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return api.server.stop(Duration.ofSeconds(20));
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                api.blocking);
        api.member.kv.releaseAnswers();
        assertThat(call.get(10, TimeUnit.SECONDS).getHeader().getRevision()).isEqualTo(2);
        client.close();
        assertThat(stopped.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void httpsUrlWithoutCertificateIsRefused() {
        assertThatThrownBy(() -> api.listen("https://127.0.0.1:0", null))
                .isInstanceOf(ListenException.class)
                .hasMessageContaining("https://127.0.0.1:0")
                .hasMessageContaining("certificate");
    }

    private int serve(TlsConfig config) {
        return api.listen("https://127.0.0.1:0", tls(config)::server);
    }

    private ReloadingTls tls(TlsConfig config) {
        return new ReloadingTls(config, ReloadingTls.CLIENT_PORT_ALPN, nanos::get);
    }

    private static PutResponse put(ManagedChannel channel) {
        return KVGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .put(PUT);
    }

    private static HttpResponse<String> get(SSLContext context, HttpClient.Version version, int port) throws Exception {
        return send(context, version, HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/version")));
    }

    private static HttpResponse<String> putJson(SSLContext context, HttpClient.Version version, int port)
            throws Exception {
        return send(
                context,
                version,
                HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/v3/kv/put"))
                        .POST(HttpRequest.BodyPublishers.ofString("{\"key\":\"aw==\"}")));
    }

    private static HttpResponse<String> send(
            SSLContext context, HttpClient.Version version, HttpRequest.Builder request) throws Exception {
        try (HttpClient http =
                HttpClient.newBuilder().sslContext(context).version(version).build()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static void assertRefused(TlsClient client, int port) throws Exception {
        assertThatThrownBy(() -> put(client.channel(port))).isInstanceOf(StatusRuntimeException.class);
        assertThatThrownBy(() -> health(client.context(), port)).isInstanceOf(IOException.class);
        client.close();
    }

    private static String health(SSLContext context, int port) throws Exception {
        try (RawConnection http = new RawConnection(context.getSocketFactory().createSocket("127.0.0.1", port))) {
            return http.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n").readUntil("ok\n");
        }
    }

    private static byte[] sessionOf(SSLContext context, int port) throws Exception {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            return socket.getSession().getId();
        }
    }

    @Test
    void unreadableCertificateDoesNotStopServing() throws Exception {
        int port = serve(TlsConfig.of(server.cert(), server.key()));
        Files.writeString(server.cert(), "half a fi");
        nanos.addAndGet(SECOND_NANOS);
        TlsClient client = TlsClient.trusting(caFile);
        put(client.channel(port));
        client.close();
    }
}
