// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.cairn.node.bootstrap.flags.Flag;
import dev.cairn.node.bootstrap.flags.FlagTable;
import dev.cairn.node.bootstrap.flags.Flags;
import dev.cairn.node.membership.MemberIds;
import dev.cairn.node.testkit.Eventually;
import dev.cairn.node.tls.TestCa;
import dev.cairn.node.tls.TlsException;
import dev.cairn.node.wire.etcdserverpb.ClusterGrpc;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import dev.cairn.node.wire.etcdserverpb.MaintenanceGrpc;
import dev.cairn.node.wire.etcdserverpb.MemberAddRequest;
import dev.cairn.node.wire.etcdserverpb.MemberListRequest;
import dev.cairn.node.wire.etcdserverpb.MemberListResponse;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.StatusRequest;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import dev.cairn.node.wire.etcdserverpb.WatchGrpc;
import dev.cairn.node.wire.etcdserverpb.WatchRequest;
import dev.cairn.node.wire.etcdserverpb.WatchResponse;
import dev.cairn.testkit.Ports;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every flag that is listed as honoured has a test that sees what it does: {@code flags/effects.txt} says which. Here are
 * those of flags that need a member and have no better place.
 */
class FlagEffectsTest {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** What an HTTP/2 client says first, with empty settings behind it. */
    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private static Path directory;

    private static NodeProcess process;
    private static String client;
    private static ManagedChannel channel;

    @BeforeAll
    static void startAMemberWithManyFlags() {
        client = "http://127.0.0.1:" + Ports.free();
        Map<String, String> given = member("many", client);
        given.put("name", "knot");
        given.put("initial-cluster", "knot=" + given.get("initial-advertise-peer-urls"));
        given.put("cors", "http://good.example");
        given.put("host-whitelist", "127.0.0.1");
        given.put("enable-grpc-gateway", "false");
        given.put("max-txn-ops", "1");
        given.put("max-request-bytes", "500");
        given.put("max-concurrent-streams", "1");
        given.put("quota-backend-bytes", "123456789");
        given.put("grpc-keepalive-interval", "1s");
        given.put("grpc-keepalive-timeout", "1s");
        given.put("initial-cluster-token", "other");
        given.put("warning-apply-duration", "0s");
        given.put("warning-unary-request-duration", "0s");
        process = new NodeProcess(config(given), Wiring.metrics());
        process.start();
        channel = ManagedChannelBuilder.forTarget(client.substring("http://".length()))
                .usePlaintext()
                .build();
        Eventually.within(20, "ready", () -> get("/readyz", "x").statusCode() == 200);
    }

    @AfterAll
    static void stop() {
        channel.shutdownNow();
        process.close();
    }

    private static Map<String, String> member(String name, String client) {
        String peer = "http://127.0.0.1:" + Ports.free();
        return new HashMap<>(Map.of(
                "data-dir", directory.resolve(name).toString(),
                "listen-client-urls", client,
                "advertise-client-urls", client,
                "listen-peer-urls", peer,
                "initial-advertise-peer-urls", peer,
                "initial-cluster", "default=" + peer));
    }

    private static NodeConfig config(Map<String, String> given) {
        return NodeConfig.of(Flags.of(FlagTable.load(), given, Map.of()));
    }

    private static HttpResponse<String> get(String path, String origin) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(client + path))
                .header("Origin", origin)
                .build();
        return HTTP.sendAsync(request, BodyHandlers.ofString()).join();
    }

    private static PutRequest put(int bytes) {
        return PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8("k"))
                .setValue(ByteString.copyFrom(new byte[bytes]))
                .build();
    }

    @Test
    void everyHonouredFlagHasATestThatSeesItsEffect() throws IOException, ClassNotFoundException {
        Map<String, String> tests = new TreeMap<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                FlagEffectsTest.class.getResourceAsStream("/flags/effects.txt"), StandardCharsets.UTF_8))) {
            in.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] columns = line.split(" *\\| *");
                assertThat(columns).as(line).hasSize(2);
                assertThat(tests.put(columns[0], columns[1]))
                        .as("twice: " + line)
                        .isNull();
            });
        }
        TreeSet<String> untested = new TreeSet<>();
        for (Flag flag : FlagTable.load().all()) {
            if (flag.status() == Flag.Status.HONOURED && tests.remove(flag.name()) == null) {
                untested.add(flag.name());
            }
        }
        assertThat(untested).as("honoured flags without a test").isEmpty();
        assertThat(tests.keySet()).as("tests of flags that are not honoured").isEmpty();
    }

    @Test
    void theTestsThatAreNamedExist() throws IOException {
        List<String> missing = new ArrayList<>();
        Map<String, Path> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            files.forEach(file -> sources.put(file.getFileName().toString().replace(".java", ""), file));
        }
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                FlagEffectsTest.class.getResourceAsStream("/flags/effects.txt"), StandardCharsets.UTF_8))) {
            for (String line : in.lines().filter(each -> !each.startsWith("#")).toList()) {
                for (String test : line.split(" *\\| *")[1].split(", *")) {
                    String[] names = test.split("#");
                    Path source = sources.get(names[0]);
                    if (source == null || !Files.readString(source).contains(" void " + names[1] + "(")) {
                        missing.add(test);
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void theMemberHasItsName() {
        assertThat(ClusterGrpc.newBlockingStub(channel)
                        .memberList(MemberListRequest.getDefaultInstance())
                        .getMembers(0)
                        .getName())
                .isEqualTo("knot");
    }

    @Test
    void originsAreAllowedAsListed() {
        assertThat(get("/version", "http://good.example").headers().firstValue("Access-Control-Allow-Origin"))
                .contains("http://good.example");
        assertThat(get("/version", "http://bad.example").headers().firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void hostsAreAllowedAsListed() throws IOException {
        URI uri = URI.create(client);
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream()
                    .write("GET /version HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 421 ");
        }
    }

    @Test
    void withoutTheGatewayItsRoutesAreNotThere() {
        assertThat(get("/v3/kv/range", "x").statusCode()).isEqualTo(404);
    }

    @Test
    void whatIsTooLargeOrTooManyIsRefused() {
        KVGrpc.KVBlockingStub kv = KVGrpc.newBlockingStub(channel);
        assertThat(kv.put(put(1)).getHeader().getRevision()).isPositive();
        assertThatThrownBy(() -> kv.put(put(600)))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("etcdserver: request is too large");
        RequestOp op = RequestOp.newBuilder().setRequestPut(put(1)).build();
        assertThatThrownBy(() -> kv.txn(
                        TxnRequest.newBuilder().addSuccess(op).addSuccess(op).build()))
                .hasMessageContaining("etcdserver: too many operations in txn request");
    }

    @Test
    void clustersOfOneShapeAreKeptApartByTheirToken() {
        MemberListResponse list =
                ClusterGrpc.newBlockingStub(channel).memberList(MemberListRequest.getDefaultInstance());
        List<String> urls = list.getMembers(0).getPeerURLsList();
        long byDefault = MemberIds.ofCluster(List.of(MemberIds.ofBootstrap(urls, "etcd-cluster")));
        long byToken = MemberIds.ofCluster(List.of(MemberIds.ofBootstrap(urls, "other")));
        assertThat(list.getHeader().getClusterId()).isEqualTo(byToken).isNotEqualTo(byDefault);
    }

    @Test
    void whatTakesLongerThanAllowedIsCountedAndLogged() {
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler collector = new Handler() {
            @Override
            public void publish(LogRecord record) {
                lines.add(record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("dev.cairn.node");
        logger.addHandler(collector);
        try {
            KVGrpc.newBlockingStub(channel).put(put(1));
        } finally {
            logger.removeHandler(collector);
        }
        assertThat(lines).contains("apply request took too long", "request stats");
        assertThat(get("/metrics", "x").body())
                .contains("\netcd_server_slow_apply_total ")
                .doesNotContain("\netcd_server_slow_apply_total 0\n");
    }

    /**
     * Two learners where one is the default; then a voter that never starts, and one more, which strict checks would refuse
     * at once: without them it waits for a quorum that does not come. In a member of its own, which it leaves without one.
     */
    @Test
    void changesOfMembersFollowTheirFlags() {
        String url = "http://127.0.0.1:" + Ports.free();
        Map<String, String> given = member("changes", url);
        given.put("max-learners", "2");
        given.put("strict-reconfig-check", "false");
        ManagedChannel own = ManagedChannelBuilder.forTarget(url.substring("http://".length()))
                .usePlaintext()
                .build();
        try (NodeProcess lone = new NodeProcess(config(given), Wiring.metrics())) {
            lone.start();
            ClusterGrpc.ClusterBlockingStub cluster =
                    ClusterGrpc.newBlockingStub(own).withWaitForReady();
            cluster.memberAdd(newMember(1, true));
            cluster.memberAdd(newMember(2, true));
            assertThatThrownBy(() -> cluster.memberAdd(newMember(3, true)))
                    .hasMessageContaining("etcdserver: too many learner members in cluster");
            cluster.memberAdd(newMember(4, false));
            assertThatThrownBy(() -> cluster.withDeadlineAfter(500, TimeUnit.MILLISECONDS)
                            .memberAdd(newMember(5, false)))
                    .hasMessageContaining("DEADLINE_EXCEEDED");
        } finally {
            own.shutdownNow();
        }
    }

    private static MemberAddRequest newMember(int port, boolean learner) {
        return MemberAddRequest.newBuilder()
                .addPeerURLs("http://127.0.0.1:" + port)
                .setIsLearner(learner)
                .build();
    }

    @Test
    void theQuotaIsTold() {
        assertThat(MaintenanceGrpc.newBlockingStub(channel)
                        .status(StatusRequest.getDefaultInstance())
                        .getDbSizeQuota())
                .isEqualTo(123_456_789);
    }

    @Test
    void aConnectionHasNoMoreStreamsThanAllowed() {
        ManagedChannel own = ManagedChannelBuilder.forTarget(client.substring("http://".length()))
                .usePlaintext()
                .build();
        try {
            KVGrpc.KVBlockingStub kv = KVGrpc.newBlockingStub(own);
            kv.put(put(1));
            StreamObserver<WatchRequest> watch = WatchGrpc.newStub(own).watch(new StreamObserver<>() {
                @Override
                public void onNext(WatchResponse response) {}

                @Override
                public void onError(Throwable end) {}

                @Override
                public void onCompleted() {}
            });
            assertThatThrownBy(() ->
                            kv.withDeadlineAfter(500, TimeUnit.MILLISECONDS).put(put(1)))
                    .hasMessageContaining("DEADLINE_EXCEEDED");
            watch.onError(new IllegalStateException("enough"));
        } finally {
            own.shutdownNow();
        }
    }

    /** With the defaults this client, who answers nothing, would be asked after two hours. */
    @Test
    void whoAnswersNoPingIsLeft() throws IOException {
        URI uri = URI.create(client);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
            socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
            socket.getOutputStream().write(PREFACE);
            byte[] all = socket.getInputStream().readAllBytes();
            assertThat(all).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "max-concurrent-streams, 7",
        "grpc-keepalive-min-time, 7s",
        "grpc-keepalive-interval, 7s",
        "grpc-keepalive-timeout, 7s",
        "max-request-bytes, 7"
    })
    void boundsOfConnectionsFollowTheirFlags(String flag, String value) {
        Map<String, String> given = member("bounds", client);
        Object before = NodeProcess.limits(config(given));
        given.put(flag, value);
        assertThat(NodeProcess.limits(config(given))).isNotEqualTo(before);
    }

    /** Each is read, and refused by the name of its file or by its value. */
    @ParameterizedTest
    @CsvSource({
        "'', trusted-ca-file, none.file",
        "'', client-crl-file, none.file",
        "'', client-cert-auth, true",
        "'', cipher-suites, none.file",
        "'', tls-min-version, TLS0",
        "'', tls-max-version, TLS0",
        "peer-, peer-trusted-ca-file, none.file",
        "peer-, peer-crl-file, none.file",
        "peer-, peer-client-cert-auth, true",
        "peer-, peer-client-cert-file, none.file",
        "peer-, peer-client-key-file, none.file"
    })
    void aBadValueOfTlsIsRefused(String port, String flag, String value) {
        Map<String, String> given = certified(port);
        Tls.given(config(given));
        given.put(flag, value);
        assertThatThrownBy(() -> Tls.given(config(given))).isInstanceOf(TlsException.class);
    }

    /** Names and host names exclude each other, so that giving one more shows that each is read. */
    @ParameterizedTest
    @CsvSource({"peer-cert-allowed-cn, peer-cert-allowed-hostname", "peer-cert-allowed-hostname, peer-cert-allowed-cn"})
    void namesOfPeersAreRead(String first, String second) {
        Map<String, String> given = certified("peer-");
        given.put(first, "a");
        Tls.given(config(given));
        given.put(second, "a");
        assertThatThrownBy(() -> Tls.given(config(given))).isInstanceOf(TlsException.class);
    }

    private static Map<String, String> certified(String port) {
        TestCa.Issued own = new TestCa("authority").issue(directory, "own" + port);
        Map<String, String> given = member("tls", client);
        given.put(port + "cert-file", own.cert().toString());
        given.put(port + "key-file", own.key().toString());
        return given;
    }

    @Test
    void selfSignedCertificatesAreValidAsLongAsTheFlagSays() throws Exception {
        Map<String, String> given = member("self-signed", client);
        given.putAll(Map.of("auto-tls", "true", "peer-auto-tls", "true", "self-signed-cert-validity", "3"));
        NodeConfig config = config(given);
        Tls.given(config).withSelfSigned(config);
        for (String port : List.of("client", "peer")) {
            Path cert = directory.resolve("self-signed/fixtures").resolve(port).resolve("cert.pem");
            try (var in = Files.newInputStream(cert)) {
                X509Certificate made = (X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(in);
                long days = Duration.between(
                                made.getNotBefore().toInstant(),
                                made.getNotAfter().toInstant())
                        .toDays();
                assertThat(days).isBetween(3 * 365L - 1, 3 * 366L);
            }
        }
    }
}
