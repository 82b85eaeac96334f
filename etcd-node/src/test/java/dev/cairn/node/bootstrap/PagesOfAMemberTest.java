// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.cairn.node.bootstrap.flags.FlagTable;
import dev.cairn.node.bootstrap.flags.Flags;
import dev.cairn.node.testkit.Eventually;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.testkit.Ports;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A member that serves HTTP on a URL of its own, profiles, and syncs nothing: what flags that only a whole process obeys
 * do.
 */
class PagesOfAMemberTest {
    /** pprof's numbers: samples, and the texts that all else points to. */
    private static final int SAMPLE = 2;

    private static final int STRING_TABLE = 6;

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private static Path directory;

    private static NodeProcess process;
    private static String grpc;
    private static String http;

    @BeforeAll
    static void start() {
        grpc = "http://127.0.0.1:" + Ports.free();
        http = "http://127.0.0.1:" + Ports.free();
        String peer = "http://127.0.0.1:" + Ports.free();
        var given = java.util.Map.of(
                "data-dir", directory.resolve("member").toString(),
                "listen-client-urls", grpc,
                "advertise-client-urls", grpc,
                "listen-client-http-urls", http,
                "listen-peer-urls", peer,
                "initial-advertise-peer-urls", peer,
                "initial-cluster", "default=" + peer,
                "enable-pprof", "true",
                "unsafe-no-fsync", "true");
        process =
                new NodeProcess(NodeConfig.of(Flags.of(FlagTable.load(), given, java.util.Map.of())), Wiring.metrics());
        process.start();
        Eventually.within(20, "ready", () -> get("/readyz").statusCode() == 200);
    }

    @AfterAll
    static void stop() {
        process.close();
    }

    private static HttpResponse<byte[]> get(String path) {
        return later(http + path).join();
    }

    private static CompletableFuture<HttpResponse<byte[]>> later(String url) {
        return CLIENT.sendAsync(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray());
    }

    private static String text(String path) {
        HttpResponse<byte[]> response = get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static UnknownFieldSet profile(String path) throws IOException {
        HttpResponse<byte[]> response = get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return UnknownFieldSet.parseFrom(new GZIPInputStream(new ByteArrayInputStream(response.body())));
    }

    private static List<String> texts(UnknownFieldSet profile) {
        return profile.getField(STRING_TABLE).getLengthDelimitedList().stream()
                .map(ByteString::toStringUtf8)
                .toList();
    }

    private static void put() {
        ManagedChannel channel = ManagedChannelBuilder.forTarget(grpc.substring("http://".length()))
                .usePlaintext()
                .build();
        try {
            assertThat(KVGrpc.newBlockingStub(channel)
                            .put(PutRequest.newBuilder()
                                    .setKey(ByteString.copyFromUtf8("a"))
                                    .build())
                            .getHeader()
                            .getRevision())
                    .isGreaterThan(1);
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void withUrlsOfItsOwnForHttpTheClientsUrlServesGrpcAlone() {
        put();
        assertThat(get("/health").statusCode()).isEqualTo(200);
        assertThat(text("/version")).contains("etcdserver");
        assertThatThrownBy(() -> later(grpc + "/health").join()).isInstanceOf(CompletionException.class);
    }

    @Test
    void withoutSyncingNothingIsSynced() {
        put();
        assertThat(text("/metrics").lines())
                .contains("etcd_disk_wal_fsync_duration_seconds_count 0")
                .doesNotContain("etcd_disk_wal_write_bytes_total 0");
    }

    @Test
    void variablesAreEtcds() throws IOException {
        JsonNode variables = new ObjectMapper().readTree(text("/debug/vars"));
        assertThat(variables.path("cmdline").size()).as("program and arguments").isGreaterThan(1);
        assertThat(variables.path("file_descriptor_limit").asLong()).isPositive();
        assertThat(variables.path("memstats").path("HeapAlloc").asLong()).isPositive();
        JsonNode raft = variables.path("raft.status");
        assertThat(raft.path("raftState").asText()).isEqualTo("StateLeader");
        assertThat(raft.path("lead").asText()).isEqualTo(raft.path("id").asText());
        assertThat(raft.path("progress")
                        .path(raft.path("id").asText())
                        .path("match")
                        .asLong())
                .isPositive();
    }

    @Test
    void theProcessIsProfiled() throws IOException {
        UnknownFieldSet threads = profile("/debug/pprof/goroutine");
        assertThat(threads.getField(SAMPLE).getLengthDelimitedList()).isNotEmpty();
        assertThat(texts(threads)).contains("thread", "count", "java.lang.Thread.run");
        assertThat(texts(profile("/debug/pprof/profile?seconds=1"))).contains("cpu", "nanoseconds");
        assertThat(texts(profile("/debug/pprof/heap?seconds=1"))).contains("alloc_space", "bytes");
        assertThat(texts(profile("/debug/pprof/mutex?seconds=1"))).contains("delay");
        assertThat(get("/debug/pprof/trace?seconds=1").body()).startsWith("FLR".getBytes(StandardCharsets.US_ASCII));
        assertThat(text("/debug/pprof/")).contains("href=\"profile?seconds=30\"");
        assertThat(text("/debug/pprof/goroutine?debug=1"))
                .startsWith("threads: total ")
                .contains("\"apply\"");
        assertThat(text("/debug/pprof/cmdline")).contains("java");
    }

    @Test
    void oneProfileIsRecordedAtATime() {
        CompletableFuture<HttpResponse<byte[]>> first = later(http + "/debug/pprof/profile?seconds=2");
        CompletableFuture<HttpResponse<byte[]>> second = later(http + "/debug/pprof/profile?seconds=2");
        assertThat(List.of(first.join().statusCode(), second.join().statusCode()))
                .containsExactlyInAnyOrder(200, 500);
    }

    @Test
    void aProfileEndsWhenItsClientLeaves() throws IOException {
        URI url = URI.create(http);
        try (var client = new Socket(url.getHost(), url.getPort())) {
            Eventually.within(20, "recording", () -> {
                askForATrace(client);
                return get("/debug/pprof/heap?seconds=1").statusCode() == 500;
            });
        }
        Eventually.within(20, "free", () -> get("/debug/pprof/heap?seconds=1").statusCode() == 200);
    }

    private static void askForATrace(Socket client) {
        try {
            client.getOutputStream()
                    .write("GET /debug/pprof/trace?seconds=100 HTTP/1.1\r\nHost: a\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "121", "1h", ""})
    void aProfileHasAnEnd(String seconds) {
        assertThat(get("/debug/pprof/profile?seconds=" + seconds).statusCode()).isEqualTo(400);
    }
}
