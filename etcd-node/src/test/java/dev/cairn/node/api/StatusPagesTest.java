// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.cairn.node.api.http.HttpGuards;
import dev.cairn.node.api.transport.GrpcLimits;
import dev.cairn.node.server.MemoryLevel;
import dev.cairn.node.wire.etcdserverpb.AlarmMember;
import dev.cairn.node.wire.etcdserverpb.AlarmType;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import io.micrometer.core.instrument.Gauge;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Status pages, word for word as etcd 3.7 answers them. */
class StatusPagesTest {
    private ApiFixture api;

    @BeforeEach
    void serve() {
        api = ApiFixture.plain();
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    @Test
    void healthSaysWhy() throws Exception {
        assertAnswer(api.get("/health"), 200, "{\"health\":\"true\",\"reason\":\"\"}");
        api.member.health.leader = false;
        assertAnswer(api.get("/health"), 503, "{\"health\":\"false\",\"reason\":\"RAFT NO LEADER\"}\n");
        assertAnswer(api.get("/health?serializable=true"), 200, "{\"health\":\"true\",\"reason\":\"\"}");
        api.member.health.leader = true;
        raise(AlarmType.NOSPACE);
        assertAnswer(api.get("/health"), 503, "{\"health\":\"false\",\"reason\":\"ALARM NOSPACE\"}\n");
        assertAnswer(api.get("/health?exclude=NOSPACE"), 200, "{\"health\":\"true\",\"reason\":\"\"}");
        raise(AlarmType.CORRUPT);
        assertAnswer(api.get("/health?exclude=NOSPACE"), 503, "{\"health\":\"false\",\"reason\":\"ALARM CORRUPT\"}\n");
    }

    @Test
    void aMemberWithoutMemoryIsNotReady() throws Exception {
        String sound = "[+]data_corruption ok\n[+]serializable_read ok\n[+]linearizable_read ok\n[+]non_learner ok\n";
        api.memory = MemoryLevel.SCARCE;
        assertAnswer(api.get("/readyz?verbose"), 200, sound + "ok\n");
        api.memory = MemoryLevel.EXHAUSTED;
        assertAnswer(api.get("/readyz"), 503, sound + "[-]memory failed: the process has almost no memory left\n\n");
        assertAnswer(api.get("/readyz?exclude=memory"), 200, "ok\n");
        assertAnswer(api.get("/livez"), 200, "ok\n");
    }

    /** While one text is made, all who come wait for one more. */
    @Test
    void metricsAreCollectedOnceForAllWhoWait() throws Exception {
        CountDownLatch collecting = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        AtomicInteger collected = new AtomicInteger();
        Gauge.builder("collected_slowly", () -> {
                    collecting.countDown();
                    try {
                        mayGoOn.await(10, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return collected.incrementAndGet();
                })
                .register(api.registry);
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        answers.add(api.getLater("/metrics"));
        assertThat(collecting.await(10, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 20; i++) {
            answers.add(api.getLater("/metrics"));
        }
        assertAnswer(api.get("/livez"), 200, "ok\n");
        mayGoOn.countDown();
        for (CompletableFuture<HttpResponse<String>> each : answers) {
            assertThat(each.get(10, TimeUnit.SECONDS).body()).contains("collected_slowly");
        }
        assertThat(collected.get()).isLessThan(answers.size());
    }

    @Test
    void probesShowTheirChecks() throws Exception {
        assertAnswer(api.get("/livez"), 200, "ok\n");
        assertAnswer(api.get("/livez?verbose"), 200, "[+]serializable_read ok\nok\n");
        assertAnswer(api.get("/livez/serializable_read"), 200, "ok\n");
        assertAnswer(api.get("/readyz"), 200, "ok\n");
        api.member.health.learner = true;
        raise(AlarmType.CORRUPT);
        assertAnswer(
                api.get("/readyz"),
                503,
                "[-]data_corruption failed: alarm activated: CORRUPT\n[+]serializable_read ok\n"
                        + "[+]linearizable_read ok\n[-]non_learner failed: not supported for learner\n\n");
        assertAnswer(api.get("/readyz?exclude=data_corruption&exclude=non_learner"), 200, "ok\n");
        assertAnswer(api.get("/livez"), 200, "ok\n");
        assertThat(api.get("/readyz/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void readinessNeedsTheQuorum() throws Exception {
        api.member.health.leader = false;
        assertAnswer(
                api.get("/readyz/linearizable_read"),
                503,
                "[-]linearizable_read failed: etcdserver: request timed out\n\n");
        assertAnswer(api.get("/livez"), 200, "ok\n");
    }

    @Test
    void otherMethodsAndPathsAreRefused() throws Exception {
        HttpResponse<String> post = api.send("POST", "/version", "");
        assertAnswer(post, 405, "Method Not Allowed\n");
        assertThat(post.headers().firstValue("Allow")).hasValue("GET");
        assertThat(api.send("HEAD", "/version", null).statusCode()).isEqualTo(405);
        assertAnswer(api.get("/nothing"), 404, "404 page not found\n");
    }

    @Test
    void browsersAreAllowedByDefault() throws Exception {
        HttpResponse<String> options = api.send("OPTIONS", "/version", null);
        assertAnswer(options, 200, "");
        assertThat(options.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(options.headers().firstValue("Access-Control-Allow-Headers"))
                .hasValue("accept, content-type, authorization");
        assertThat(options.headers().firstValue("Access-Control-Allow-Methods"))
                .hasValue("POST, GET, OPTIONS, PUT, DELETE");
    }

    @Test
    void foreignHostsAreMisdirected() throws Exception {
        try (ApiFixture guarded =
                new ApiFixture(GrpcLimits.DEFAULTS, new HttpGuards(List.of("https://friend"), List.of("127.0.0.1")))) {
            guarded.listen("http://127.0.0.1:0", null);
            assertThat(guarded.get("/version").statusCode()).isEqualTo(200);
            try (RawConnection http = new RawConnection(guarded.port())) {
                String answer = http.send("GET /version HTTP/1.1\r\nHost: evil.example:80\r\nConnection: close\r\n\r\n")
                        .readToEnd();
                assertThat(answer).startsWith("HTTP/1.1 421").contains("--host-whitelist=evil.example");
            }
            try (RawConnection http = new RawConnection(guarded.port())) {
                assertThat(http.send("GET /version HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: https://friend\r\n"
                                        + "Connection: close\r\n\r\n")
                                .readToEnd())
                        .containsIgnoringCase("access-control-allow-origin: https://friend");
            }
        }
    }

    @Test
    void callsAreCountedFromZeroInWholeNumbers() throws Exception {
        String put = "{grpc_method=\"Put\",grpc_service=\"etcdserverpb.KV\",grpc_type=\"unary\"}";
        assertThat(api.get("/metrics").body())
                .contains("grpc_server_started_total" + put + " 0\n")
                .contains("grpc_server_handled_total{grpc_code=\"Canceled\",grpc_method=\"Watch\","
                        + "grpc_service=\"etcdserverpb.Watch\",grpc_type=\"bidi_stream\"} 0\n")
                .contains("grpc_server_started_total{grpc_method=\"Snapshot\","
                        + "grpc_service=\"etcdserverpb.Maintenance\",grpc_type=\"server_stream\"} 0\n");
        KVGrpc.newBlockingStub(api.channel())
                .put(PutRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8("k"))
                        .build());
        HttpResponse<String> metrics = api.get("/metrics");
        assertThat(metrics.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain; version=0.0.4");
        assertThat(metrics.body())
                .contains("grpc_server_started_total" + put + " 1\n")
                .contains("grpc_server_msg_received_total" + put + " 1\n")
                .contains("grpc_server_msg_sent_total" + put + " 1\n")
                .contains("grpc_server_handled_total{grpc_code=\"OK\",grpc_method=\"Put\","
                        + "grpc_service=\"etcdserverpb.KV\",grpc_type=\"unary\"} 1\n")
                .contains("etcd_server_client_requests_total{client_api_version=\"unknown\",type=\"unary\"} 1\n")
                .contains("etcd_network_client_grpc_received_bytes_total 3\n")
                .contains("# TYPE grpc_server_started_total counter");
    }

    private void raise(AlarmType type) {
        api.member.health.alarms.add(AlarmMember.newBuilder().setAlarm(type).build());
    }

    private static void assertAnswer(HttpResponse<String> response, int status, String body) {
        assertThat(response.body()).isEqualTo(body);
        assertThat(response.statusCode()).isEqualTo(status);
    }
}
