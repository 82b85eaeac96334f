// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.api.http.HttpGuards;
import dev.cairn.node.api.transport.GrpcLimits;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that are unusual or none, answered as Go's net/http answers them in etcd 3.7. */
class HttpFormTest {
    private ApiFixture api;

    @BeforeEach
    void serve() {
        api = ApiFixture.plain();
    }

    @AfterEach
    void stop() throws Exception {
        api.close();
    }

    private String ask(String request) throws Exception {
        return ask(api, request);
    }

    private static String ask(ApiFixture api, String request) throws Exception {
        try (RawConnection http = new RawConnection(api.port())) {
            return http.send(request).readToEnd();
        }
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    }

    @ParameterizedTest
    @CsvSource({
        "/version, 200",
        "http://x/version, 200",
        "https://other:99/version?a=b, 200",
        "http://[x/version, 400",
        "http://x:y/version, 400",
        "version, 400",
        "/%zz, 400",
        "/%, 400",
        "/%7, 400",
        "/%76ersion, 200",
        "/version?a=%zz, 200",
        "/version/, 404",
        "/version#a, 404",
        "/%2fversion, 404",
        "/%2e%2e/version, 404",
        "/v3%2fkv, 404",
        "/é, 404",
        "*, 400"
    })
    void targetsAreReadAsGoReadsThem(String target, int status) throws Exception {
        assertThat(ask(get(target))).startsWith("HTTP/1.1 " + status + " ");
    }

    @ParameterizedTest
    @CsvSource({
        "//version, /version",
        "/./version, /version",
        "/a/../version?b=c, /version?b=c",
        "/../../version, /version",
        "/version/.., /",
        "/version/., /version",
        "/a/b/.., /a",
        "/a//, /a/",
        "/v3, /v3/",
        "/v3//kv/range, /v3/kv/range",
        "http://x, /",
        "//<b>, /<b>",
        "//é, /%e9"
    })
    void pathsThatMeanAnotherAreRedirected(String target, String location) throws Exception {
        assertThat(ask(get(target)))
                .startsWith("HTTP/1.1 307 Temporary Redirect\r\n")
                .containsIgnoringCase("\r\nlocation: " + location + "\r\n")
                .doesNotContain("<b>\"");
    }

    @Test
    void redirectsOfPostsHaveNoPage() throws Exception {
        assertThat(ask("POST //v3/kv/range HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 307 ")
                .endsWith("\r\n\r\n");
    }

    @Test
    void queriesThatAreNotWellFormedArePassedOver() throws Exception {
        assertThat(ask(get("/readyz?a=%zz&verbose"))).contains("[+]data_corruption ok");
        assertThat(ask(get("/readyz?exclude=data%5fcorruption&exclude=non_learner;x&verbose")))
                .doesNotContain("data_corruption")
                .contains("non_learner");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|400 Bad Request: missing required Host header",
                "A: b|400 Bad Request: missing required Host header",
                "Host: a b|400 Bad Request: malformed Host header",
                "Host: a/b|400 Bad Request: malformed Host header",
                "Host: x~Host: x|400 Bad Request",
                "Host: x~Content-Length: x|400 Bad Request",
                "Host: x~Content-Length: -1|400 Bad Request",
                "Host: x~Content-Length: 99999999999999999999|400 Bad Request",
                "Host: x~Content-Length: 4~Content-Length: 5|400 Bad Request",
                "Host: x~no colon|400 Bad Request",
                "Host: x~A : b|400 Bad Request",
            })
    void headersThatMakeNoSenseAreRefused(String headers, String line) throws Exception {
        String lines = headers.isEmpty() ? "" : headers.replace("~", "\r\n") + "\r\n";
        assertThat(ask("GET /version HTTP/1.1\r\n" + lines + "\r\n"))
                .startsWith("HTTP/1.1 " + line + "\r\n")
                .endsWith("\r\n\r\n" + line);
    }

    @ParameterizedTest
    @CsvSource({"gzip", "identity", "'gzip, chunked'", "'chunked, chunked'"})
    void otherTransferEncodingsAreNotImplemented(String encoding) throws Exception {
        assertThat(ask("POST /v3/kv/range HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: " + encoding + "\r\n\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 501 Not Implemented\r\n")
                .endsWith("Unsupported transfer encoding");
    }

    @Test
    void headersMayBeAsLargeAsGosDefault() throws Exception {
        String half = "b".repeat(500_000);
        assertThat(ask(get("/version").replace("\r\n\r\n", "\r\nA: " + "b".repeat(9_000) + "\r\n\r\n")))
                .startsWith("HTTP/1.1 200 ");
        assertThat(ask(get("/version").replace("\r\n\r\n", "\r\nA: " + half + "\r\n\r\n")))
                .startsWith("HTTP/1.1 200 ");
        assertThat(ask(get("/version").replace("\r\n\r\n", "\r\nA: " + half + half + half + "\r\n\r\n")))
                .startsWith("HTTP/1.1 431 Request Header Fields Too Large\r\n")
                .endsWith("431 Request Header Fields Too Large");
    }

    @Test
    void olderAndOtherVersions() throws Exception {
        assertThat(ask("GET /version HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.0 200 ");
        assertThat(ask("GET /version HTTP/1.2\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(ask("GET /version HTTP/3.0\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 505 ");
        assertThat(ask("GET /version HTTP/1.0\nHost: x\n\n")).startsWith("HTTP/1.0 200 ");
    }

    @Test
    void streamsToOldClientsHaveNoChunksAndEndTheConnection() throws Exception {
        String body = "{\"ID\":5}";
        assertThat(ask("POST /v3/lease/keepalive HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body))
                .startsWith("HTTP/1.0 200 ")
                .doesNotContainIgnoringCase("chunked")
                .endsWith("\"ID\":\"5\"}}\n");
    }

    @Test
    void optionsOfTheServerItself() throws Exception {
        assertThat(ask("OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .doesNotContainIgnoringCase("access-control");
    }

    @Test
    void otherExpectationsFail() throws Exception {
        assertThat(ask("POST /v3/kv/range HTTP/1.1\r\nHost: x\r\nExpect: tea\r\nContent-Length: 2\r\n\r\n{}"))
                .startsWith("HTTP/1.1 417 Expectation Failed\r\n");
    }

    @Test
    void theTargetsHostCountsForTheWhitelist() throws Exception {
        try (ApiFixture guarded =
                new ApiFixture(GrpcLimits.DEFAULTS, new HttpGuards(List.of("*"), List.of("good.example")))) {
            guarded.listen("http://127.0.0.1:0", null);
            String close = "\r\nHost: good.example\r\nConnection: close\r\n\r\n";
            assertThat(ask(guarded, "GET http://evil.example/version HTTP/1.1" + close))
                    .startsWith("HTTP/1.1 421 ");
            assertThat(ask(guarded, "GET /version HTTP/1.1" + close)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void nothingBehindARefusedRequestIsServed() throws Exception {
        assertThat(ask("GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n" + get("/version")))
                .doesNotContain("etcdserver");
        assertThat(ask(get("/health") + get("/version"))).doesNotContain("etcdserver");
    }
}
