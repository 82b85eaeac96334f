// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.node.api.http.HttpGuards;
import dev.cairn.node.api.transport.GrpcLimits;
import dev.cairn.node.wire.EtcdError;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The JSON gateway: bodies that users' guides show, and etcd's way of saying no. */
class GatewayTest {
    private static final String HEADER =
            "\"header\":{\"cluster_id\":\"14841639068965178418\",\"member_id\":\"10276657743932975437\","
                    + "\"revision\":\"%d\",\"raft_term\":\"2\"}";

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
    void keysAreWrittenReadAndDeleted() throws Exception {
        assertAnswer("/v3/kv/put", "{\"key\":\"Zm9v\",\"value\":\"YmFy\"}", 200, "{" + HEADER.formatted(2) + "}");
        assertAnswer(
                "/v3/kv/range",
                "{\"key\":\"Zm9v\"}",
                200,
                "{" + HEADER.formatted(2) + ",\"kvs\":[{\"key\":\"Zm9v\",\"create_revision\":\"2\","
                        + "\"mod_revision\":\"2\",\"version\":\"1\",\"value\":\"YmFy\"}],\"count\":\"1\"}");
        assertAnswer(
                "/v3beta/kv/deleterange",
                "{\"key\":\"Zm9v\",\"rangeEnd\":\"Zm9w\"}",
                200,
                "{" + HEADER.formatted(3) + ",\"deleted\":\"1\"}");
        assertAnswer("/v3/kv/range", "{\"key\":\"Zm9v\"}", 200, "{" + HEADER.formatted(3) + "}");
    }

    @Test
    void transactionsTakeEitherSpelling() throws Exception {
        assertThat(json("/v3/kv/txn", """
                {"compare":[{"target":"CREATE","key":"Zm9v","createRevision":"0"}],
                 "success":[{"requestPut":{"key":"Zm9v","value":"YmFy"}}]}""")
                        .path("responses")
                        .path(0)
                        .path("response_put")
                        .path("header")
                        .path("revision")
                        .asText())
                .isEqualTo("2");
        JsonNode second = json("/v3/kv/txn", """
                {"compare":[{"target":0,"result":"EQUAL","key":"Zm9v","version":1}],
                 "success":[{"request_range":{"key":"Zm9v"}}]}""");
        assertThat(second.path("succeeded").asBoolean()).isTrue();
        assertThat(second.path("responses")
                        .path(0)
                        .path("response_range")
                        .path("count")
                        .asText())
                .isEqualTo("1");
    }

    @Test
    void inputIsTakenGenerously() throws Exception {
        assertAnswer(
                "/v3/kv/put",
                "{\"key\":\"Zm9v\",\"value\":\"_-8\",\"unknown\":{\"x\":[1]}} trailing",
                200,
                "{" + HEADER.formatted(2) + "}");
        assertThat(json("/v3/kv/range", "{\"key\":\"Zm9v\",\"limit\":\"1\"}")
                        .path("kvs")
                        .path(0)
                        .path("value")
                        .asText())
                .isEqualTo("/+8=");
        assertAnswer("/v3/lease/leases", "", 200, "{" + HEADER.formatted(2) + "}");
        assertAnswer("/v3/maintenance/defragment", "{}", 200, "{}");
    }

    @Test
    void numbersOf32BitsAreNumbers() throws Exception {
        assertThat(json("/v3/maintenance/hash", "{}").path("hash").isNumber()).isTrue();
        JsonNode status = json("/v3/maintenance/status", "{}");
        assertThat(status.path("dbSize").asText()).isEqualTo("20480");
        assertThat(status.path("raftIndex").isTextual()).isTrue();
    }

    @Test
    void refusalsAreWordedAsEtcdsAre() throws Exception {
        assertAnswer("/v3/kv/range", "{}", 400, "{\"code\":3,\"message\":\"etcdserver: key is not provided\"}");
        assertAnswer(
                "/v3/lease/revoke",
                "{\"ID\":1}",
                404,
                "{\"code\":5,\"message\":\"etcdserver: requested lease not found\"}");
        assertAnswer("/v3/kv/range", "{\"key\":\"Zm9v\"", 400, "{\"code\":3,\"message\":\"unexpected EOF\"}");
        assertAnswer("/v3/kv/nothing", "{}", 404, "{\"code\":5,\"message\":\"Not Found\"}");
        HttpResponse<String> get = api.get("/v3/kv/range");
        assertThat(get.statusCode()).isEqualTo(501);
        assertThat(get.body()).isEqualTo("{\"code\":12,\"message\":\"Method Not Allowed\"}");
        for (String bad :
                new String[] {"{\"key\":5.5}", "{\"key\":\"%%%\"}", "[1]", "{\"limit\":\"x\"}", "null", "{x}"}) {
            HttpResponse<String> answer = api.send("POST", "/v3/kv/range", bad);
            assertThat(answer.statusCode()).as(bad).isEqualTo(400);
            assertThat(answer.body()).as(bad).startsWith("{\"code\":3,\"message\":\"");
        }
        api.member.kv.failNext(EtcdError.NO_LEADER.exception());
        assertAnswer("/v3/kv/range", "{\"key\":\"Zm9v\"}", 503, "{\"code\":14,\"message\":\"etcdserver: no leader\"}");
    }

    @Test
    void watchIsALinePerResponse() throws Exception {
        HttpResponse<Stream<String>> watch = api.http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + "/v3/watch"))
                        .POST(HttpRequest.BodyPublishers.ofString("{\"create_request\":{\"key\":\"Zm9v\"}}"))
                        .build(),
                HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> body = watch.body()) {
            Iterator<String> lines = body.iterator();
            assertThat(lines.next()).isEqualTo("{\"result\":{" + HEADER.formatted(1) + ",\"created\":true}}");
            json("/v3/kv/put", "{\"key\":\"Zm9v\",\"value\":\"YmFy\"}");
            assertThat(lines.next())
                    .isEqualTo("{\"result\":{" + HEADER.formatted(2) + ",\"events\":[{\"kv\":{\"key\":\"Zm9v\","
                            + "\"create_revision\":\"2\",\"mod_revision\":\"2\",\"version\":\"1\","
                            + "\"value\":\"YmFy\"}}]}}");
        }
    }

    @Test
    void watchEndsWhenItsHttpClientGoes() throws Exception {
        try (RawConnection http = new RawConnection(api.port())) {
            String body = "{\"create_request\":{\"key\":\"Zm9v\"}}";
            http.send("POST /v3/watch HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                    .readUntil("created");
            assertThat(api.member.watches.open).hasValue(1);
        }
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (api.member.watches.open.get() > 0) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void keepAlivesComeAndGoByTheLine() throws Exception {
        HttpResponse<String> answer = api.send("POST", "/v3/lease/keepalive", "{\"ID\":5}{\"ID\":\"6\"}");
        assertThat(answer.body().lines())
                .containsExactly(
                        "{\"result\":{" + HEADER.formatted(1) + ",\"ID\":\"5\"}}",
                        "{\"result\":{" + HEADER.formatted(1) + ",\"ID\":\"6\"}}");
    }

    @Test
    void whatIsNoRequestBehindThoseOfAStreamEndsThemOnly() throws Exception {
        try (RawConnection http = new RawConnection(api.port())) {
            String body = "{\"create_request\":{\"key\":\"Zm9v\"}} and more";
            http.send("POST /v3/watch HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                    .readUntil("created");
            json("/v3/kv/put", "{\"key\":\"Zm9v\",\"value\":\"YmFy\"}");
            http.readUntil("\"value\":\"YmFy\"");
        }
        HttpResponse<String> answer = api.send("POST", "/v3/lease/keepalive", "{\"ID\":5}{\"ID\":{\"ID\":6}");
        assertThat(answer.body()).isEqualTo("{\"result\":{" + HEADER.formatted(2) + ",\"ID\":\"5\"}}\n");
    }

    @Test
    void nestedTransactionsComeBackWhole() throws Exception {
        String body = "{\"success\":[" + "{\"requestTxn\":{\"success\":[".repeat(100)
                + "{\"requestRange\":{\"key\":\"Zm9v\"}}" + "]}}".repeat(100) + "]}";
        assertThat(json("/v3/kv/txn", body).toString()).contains("response_range");
    }

    @Test
    void snapshotStreamsWholeThroughJson() throws Exception {
        api.member.maintenance.imageBytes = 512 * 600;
        String[] lines =
                api.send("POST", "/v3/maintenance/snapshot", "{}").body().split("\n");
        assertThat(lines).hasSize(11);
        assertThat(lines[10]).doesNotContain("remaining_bytes").contains("\"version\":\"3.7.0\"");
    }

    @Test
    void streamErrorsHaveTheirOwnShape() throws Exception {
        api.member.health.learner = true;
        HttpResponse<String> answer = api.send("POST", "/v3/watch", "{}");
        assertThat(answer.body())
                .isEqualTo("{\"error\":{\"code\":9,\"message\":\"etcdserver: rpc not supported for learner\"}}\n");
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void gatewayCallsAreCountedLikeOthers() throws Exception {
        json("/v3/kv/put", "{\"key\":\"Zm9v\"}");
        assertThat(api.get("/metrics").body())
                .contains("grpc_server_started_total{grpc_method=\"Put\",grpc_service=\"etcdserverpb.KV\","
                        + "grpc_type=\"unary\"} 1\n");
    }

    @Test
    void gatewayCanBeSwitchedOff() throws Exception {
        try (ApiFixture without = new ApiFixture(GrpcLimits.DEFAULTS, HttpGuards.OPEN, false)) {
            without.listen("http://127.0.0.1:0", null);
            assertThat(without.send("POST", "/v3/kv/put", "{}").body()).isEqualTo("404 page not found\n");
        }
    }

    private JsonNode json(String path, String body) throws Exception {
        HttpResponse<String> answer = api.send("POST", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private void assertAnswer(String path, String body, int status, String expected) throws Exception {
        HttpResponse<String> answer = api.send("POST", path, body);
        assertThat(answer.body()).isEqualTo(expected);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    }
}
