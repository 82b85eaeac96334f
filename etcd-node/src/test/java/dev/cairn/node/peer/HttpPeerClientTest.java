// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.server.PeerClient.VersionsAnswer;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.EtcdException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpPeerClientTest {
    private TestMember member;
    private HttpPeerClient client;
    private List<String> urls;

    @BeforeEach
    void start() {
        member = TestMember.started(-2);
        client = new HttpPeerClient(member.settings, member.runtime, Duration.ofSeconds(10));
        urls = List.of("http://127.0.0.1:1", member.url());
    }

    @AfterEach
    void stop() {
        client.close();
        member.close();
    }

    @Test
    void questionsAreAnsweredByTheFirstUrlThatWorks() {
        assertThat(client.members(urls).clusterId()).isEqualTo(TestMember.CLUSTER_ID);
        assertThat(client.members(urls).json()).isEqualTo("[{\"id\":18446744073709551614}]");
        assertThat(client.version(urls)).isEqualTo(new VersionsAnswer("3.7.1", "3.7.0", null));
        assertThat(client.renewLease(urls, 7)).isEqualTo(60);
        assertThat(client.renewLease(urls, 404)).isZero();
        assertThat(client.leaseTimeToLive(urls, 7, true).getTTL()).isEqualTo(1);
        assertThat(client.promote(urls, 9)).startsWith("[{");
        assertThat(client.hashKv(urls, TestMember.CLUSTER_ID, 8).getHash()).isEqualTo(-7);
        assertThat(client.isDowngradeEnabled(urls)).isTrue();
    }

    @Test
    void refusalsComeBackAsEtcdsErrors() {
        refused(() -> client.promote(urls, 1), EtcdError.MEMBER_NOT_FOUND);
        refused(() -> client.promote(urls, 2), EtcdError.MEMBER_NOT_LEARNER);
        refused(() -> client.promote(urls, 3), EtcdError.LEARNER_NOT_READY);
        refused(() -> client.promote(urls, 4), EtcdError.TIMEOUT);
        refused(() -> client.hashKv(urls, TestMember.CLUSTER_ID, 5), EtcdError.COMPACTED);
        refused(() -> client.hashKv(urls, TestMember.CLUSTER_ID, 99), EtcdError.FUTURE_REV);
        refused(() -> client.hashKv(urls, 4, 8), EtcdError.CLUSTER_ID_MISMATCH);
        refused(() -> client.renewLease(urls, 408), EtcdError.TIMEOUT);
        refused(() -> client.promote(urls, 5), EtcdError.MEMBER_NOT_ENOUGH_STARTED);
        assertThat(client.leaseTimeToLive(urls, 404, false).getTTL()).isEqualTo(-1);
        assertThatThrownBy(() -> client.renewLease(urls, 400))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("not a primary lessor");
    }

    private static void refused(Runnable question, EtcdError error) {
        assertThatThrownBy(question::run)
                .isInstanceOfSatisfying(
                        EtcdException.class, e -> assertThat(e.error()).isEqualTo(error));
    }

    @Test
    void nobodyAnsweringIsAnErrorThatNamesTheUrl() {
        assertThatThrownBy(() -> client.version(List.of("http://127.0.0.1:1")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("http://127.0.0.1:1/version");
        assertThatThrownBy(() -> client.version(List.of())).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void pathsAndMethodsAreCheckedAsEtcdDoes() throws Exception {
        assertThat(status("GET", "/nowhere")).isEqualTo(404);
        assertThat(status("POST", "/members")).isEqualTo(405);
        assertThat(status("GET", "/leases")).isEqualTo(405);
        assertThat(status("GET", "/raft")).isEqualTo(405);
        assertThat(status("POST", "/raft")).as("no version").isEqualTo(412);
        assertThat(status("GET", "/raft/stream/message/1")).as("no version").isEqualTo(412);
        assertThat(status("GET", "/raft/probing")).isEqualTo(200);
        assertThat(status("POST", "/members/promote/x")).isEqualTo(404);
    }

    private int status(String method, String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create(member.url() + path))
                                    .method(method, HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        }
    }
}
