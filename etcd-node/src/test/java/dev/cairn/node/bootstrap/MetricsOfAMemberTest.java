// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.bootstrap.flags.FlagTable;
import dev.cairn.node.bootstrap.flags.Flags;
import dev.cairn.node.figures.PeerFigures;
import dev.cairn.node.testkit.Eventually;
import dev.cairn.testkit.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /metrics} of a member that runs, held against what etcd 3.7 has there. */
class MetricsOfAMemberTest {
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)=\"(?:[^\"\\\\]|\\\\.)*\"");

    /** The library for metrics lets no counter have a name without {@code _total}. */
    private static final Set<String> COUNTERS_AS_GAUGES =
            Set.of("etcd_server_health_success", "etcd_server_health_failures");

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path directory;

    private static NodeProcess process;
    private static String client;
    private static String metrics;
    private static List<String> lines;

    @BeforeAll
    static void scrapeAMemberThatWasUsed() throws Exception {
        client = "http://127.0.0.1:" + Ports.free();
        metrics = "http://127.0.0.1:" + Ports.free();
        String peer = "http://127.0.0.1:" + Ports.free();
        Map<String, String> given = Map.of(
                "data-dir", directory.resolve("member").toString(),
                "listen-client-urls", client,
                "advertise-client-urls", client,
                "listen-peer-urls", peer,
                "initial-advertise-peer-urls", peer,
                "initial-cluster", "default=" + peer,
                "listen-metrics-urls", metrics,
                "metrics", "extensive");
        process = new NodeProcess(NodeConfig.of(Flags.of(FlagTable.load(), given, Map.of())), Wiring.metrics());
        process.start();
        Eventually.within(20, "ready", () -> status(metrics + "/readyz") == 200);
        post("/v3/kv/put", "{\"key\":\"YQ==\",\"value\":\"YQ==\"}");
        post("/v3/kv/put", "{\"key\":\"Yg==\",\"value\":\"YQ==\"}");
        post("/v3/kv/range", "{\"key\":\"YQ==\"}");
        post("/v3/kv/txn", "{\"success\":[{\"requestPut\":{\"key\":\"YQ==\"}},{\"requestRange\":{\"key\":\"YQ==\"}}]}");
        post("/v3/kv/deleterange", "{\"key\":\"YQ==\"}");
        post("/v3/lease/grant", "{\"TTL\":\"60\"}");
        post("/v3/maintenance/alarm", "{\"action\":\"ACTIVATE\",\"memberID\":\"7\",\"alarm\":\"NOSPACE\"}");
        assertThat(status(client + "/health")).isEqualTo(503);
        lines = text(metrics + "/metrics").lines().toList();
    }

    @AfterAll
    static void stop() {
        process.close();
    }

    private static int status(String url) {
        return HTTP.sendAsync(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
                .join()
                .statusCode();
    }

    private static String text(String url) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .body();
    }

    private static void post(String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(client + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        assertThat(HTTP.send(request, BodyHandlers.ofString()).statusCode())
                .as(path)
                .isEqualTo(200);
    }

    private static List<String[]> rows(String resource) throws IOException {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                MetricsOfAMemberTest.class.getResourceAsStream("/metrics/" + resource), StandardCharsets.UTF_8))) {
            return in.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" *\\| *", -1))
                    .toList();
        }
    }

    private static Map<String, String> types() {
        Map<String, String> types = new TreeMap<>();
        for (String line : lines) {
            Matcher type = TYPE.matcher(line);
            if (type.matches()) {
                assertThat(types.put(type.group(1), type.group(2)))
                        .as("a second family " + type.group(1))
                        .isNull();
            }
        }
        return types;
    }

    @Test
    void everyLineIsOneThatPrometheusReads() {
        assertThat(lines)
                .allMatch(line -> line.startsWith("# HELP ")
                        || TYPE.matcher(line).matches()
                        || SAMPLE.matcher(line).matches());
    }

    @Test
    void everyMetricOfEtcdIsThereOrHasAReasonNotToBe() throws IOException {
        Map<String, String> types = types();
        Map<String, String> absent =
                rows("absent.txt").stream().collect(Collectors.toMap(row -> row[0], row -> row[1]));
        List<String> wrong = new ArrayList<>();
        for (String[] row : rows("etcd-3.7.txt")) {
            boolean there = types.containsKey(row[0]);
            if (there == absent.containsKey(row[0])) {
                wrong.add(row[0] + (there ? " is there and listed as absent" : " is missing"));
            } else if (there && !types.get(row[0]).equals(row[1]) && !COUNTERS_AS_GAUGES.contains(row[0])) {
                wrong.add(row[0] + " is a " + types.get(row[0]) + ", not a " + row[1]);
            }
            absent.remove(row[0]);
        }
        assertThat(wrong).isEmpty();
        assertThat(absent).as("reasons for what etcd has not").isEmpty();
        assertThat(absent.values()).noneMatch(String::isBlank);
    }

    @Test
    void labelsAreEtcds() throws IOException {
        Map<String, Set<String>> expected = new TreeMap<>();
        for (String[] row : rows("etcd-3.7.txt")) {
            expected.put(
                    row[0],
                    row.length < 3 || row[2].isEmpty() ? new TreeSet<>() : new TreeSet<>(List.of(row[2].split(","))));
        }
        Set<String> wrong = new TreeSet<>();
        Set<String> seen = new TreeSet<>();
        for (String line : lines) {
            Matcher sample = SAMPLE.matcher(line);
            if (!line.startsWith("#") && sample.matches()) {
                String family = sample.group(1).replaceFirst("_(bucket|sum|count)$", "");
                Set<String> labels = labels(sample.group(2));
                labels.remove("le");
                seen.add(family);
                if (expected.containsKey(family) && !expected.get(family).equals(labels)) {
                    wrong.add(family + labels + ", not " + expected.get(family));
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(seen)
                .contains(
                        "etcd_server_apply_duration_seconds",
                        "etcd_server_request_duration_seconds",
                        "etcd_server_range_duration_seconds",
                        "etcd_server_client_requests_total",
                        "etcd_server_healthcheck",
                        "etcd_server_feature_enabled",
                        "etcd_debugging_server_alarms");
    }

    private static Set<String> labels(String text) {
        Set<String> names = new TreeSet<>();
        Matcher label = LABEL.matcher(text == null ? "" : text);
        while (label.find()) {
            names.add(label.group(1));
        }
        return names;
    }

    @Test
    void whatTheMixinSelectsIsThere() throws IOException {
        Set<String> families = types().keySet();
        assertThat(rows("mixin.txt"))
                .allSatisfy(row -> assertThat(families).contains(row[0].replaceFirst("_bucket$", "")));
    }

    @Test
    void operationsAreCountedAsInEtcd() {
        assertThat(lines)
                .contains(
                        "etcd_mvcc_put_total 3",
                        "etcd_mvcc_delete_total 1",
                        "etcd_mvcc_range_total 2",
                        "etcd_mvcc_txn_total 1",
                        "etcd_debugging_mvcc_keys_total 1",
                        "etcd_debugging_mvcc_total_put_size_in_bytes 5",
                        "etcd_debugging_lease_granted_total 1",
                        "etcd_debugging_lease_ttl_total_bucket{le=\"64\"} 1",
                        "etcd_debugging_server_alarms{alarm_type=\"NOSPACE\",server_id=\"7\"} 1",
                        "etcd_server_apply_duration_seconds_count{op=\"Put\",success=\"true\",version=\"v3\"} 2",
                        "etcd_server_request_duration_seconds_count{success=\"true\",type=\"LeaseGrant\"} 1",
                        "etcd_server_health_failures 1",
                        "etcd_server_feature_enabled{name=\"AllAlpha\",stage=\"ALPHA\"} 0",
                        "etcd_server_feature_enabled{name=\"FastLeaseKeepAlive\",stage=\"BETA\"} 1");
    }

    @Test
    void figuresOfPeersHaveTheLabelsOfEtcd() {
        PeerFigures peers = new PeerFigures();
        peers.sentBytes().of("a1").add(5);
        peers.roundTrips().of("a1").observe(0.001);
        peers.receivedImages().successes().of("a1").increment();
        assertThat(dev.cairn.node.bootstrap.metrics.PeerMetrics.text(peers).lines())
                .contains(
                        "etcd_network_peer_sent_bytes_total{To=\"a1\"} 5",
                        "etcd_network_peer_round_trip_time_seconds_bucket{To=\"a1\",le=\"0.0016\"} 1",
                        "etcd_network_snapshot_receive_success{From=\"a1\"} 1");
    }
}
