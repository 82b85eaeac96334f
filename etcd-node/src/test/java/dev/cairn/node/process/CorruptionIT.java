// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.disk.FileDisk;
import dev.cairn.node.mvcc.read.KeyValues;
import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.storage.ReadTx;
import dev.cairn.node.storage.StoreDirectory;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.storage.rocksdb.RocksDbBackend;
import dev.cairn.node.storage.rocksdb.RocksDbOptions;
import dev.cairn.node.testkit.CairnEtcd;
import dev.cairn.node.testkit.Eventually;
import dev.cairn.node.testkit.GoEtcd;
import dev.cairn.testkit.Ports;
import dev.cairn.testkit.Program;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The flags of the corruption checks on real members, with a bit flipped in one of their stores; and beside a Go member. */
@Timeout(300)
class CorruptionIT {
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private Path directory;

    private final List<CairnEtcd> members = new ArrayList<>();
    private final Program etcdctl = Program.stock("etcdctl-3.7");

    @AfterEach
    void close() {
        members.forEach(CairnEtcd::close);
    }

    private void startThree(String... flags) {
        List<String> peers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            members.add(new CairnEtcd(directory.resolve("m" + i)));
            peers.add("m" + i + "=" + members.get(i).peerUrl());
        }
        List<Thread> starts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            CairnEtcd member = members.get(i)
                    .with("--name=m" + i, "--initial-cluster=" + String.join(",", peers))
                    .with(flags);
            starts.add(Thread.ofVirtual().start(member::start));
        }
        for (Thread start : starts) {
            try {
                start.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        assertThat(members).allMatch(CairnEtcd::isAlive);
    }

    private Program.Outcome run(String endpoint, String... arguments) {
        return etcdctl.run(Stream.concat(Stream.of("--endpoints=" + endpoint), Arrays.stream(arguments))
                .toArray(String[]::new));
    }

    private String ctl(String endpoint, String... arguments) {
        Program.Outcome outcome = run(endpoint, arguments);
        assertThat(outcome.exitCode()).as("%s", outcome).isZero();
        return outcome.out();
    }

    private static void flip(Path dataDir, String key) {
        Path store = dataDir.resolve("member").resolve("store");
        try (Backend backend = StoreDirectory.open(
                        new FileDisk(), store, path -> RocksDbBackend.open(path, RocksDbOptions.defaults()))
                .openCurrent()) {
            byte[] place = null;
            KeyValues.Fields fields = null;
            try (ReadTx tx = backend.read();
                    Cursor cursor = tx.scan(Bucket.KEY, new byte[0], null)) {
                while (cursor.next()) {
                    if (new String(KeyValues.key(cursor.value()), StandardCharsets.UTF_8).equals(key)) {
                        place = cursor.key();
                        fields = KeyValues.parse(cursor.value(), true);
                    }
                }
            }
            assertThat(fields).as("the record of %s", key).isNotNull();
            fields.value()[0] ^= 1;
            try (WriteTx tx = backend.begin()) {
                tx.put(Bucket.KEY, place, KeyValues.encode(fields));
                tx.commit();
            }
            backend.flush();
        }
    }

    private String idOf(String name) {
        return ctl(members.getFirst().endpoint(), "member", "list")
                .lines()
                .filter(line -> line.contains(" " + name + ","))
                .findFirst()
                .orElseThrow()
                .split(",")[0];
    }

    private static String metrics(CairnEtcd member) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(member.endpoint() + "/metrics"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private void putSome(String endpoint) {
        for (int i = 0; i < 5; i++) {
            ctl(endpoint, "put", "k" + i, "value");
        }
    }

    @Test
    void aFlippedBitIsAlarmedByThePeriodicCheckAndRefusedByTheInitialOne() {
        startThree("--corrupt-check-time=1s");
        CairnEtcd first = members.getFirst();
        CairnEtcd flipped = members.getLast();
        putSome(first.endpoint());
        Eventually.within(
                PATIENCE_SECONDS,
                first::log,
                () -> members.stream().anyMatch(each -> each.log().contains("finished peer corruption check of 2")));
        assertThat(ctl(first.endpoint(), "alarm", "list")).isEmpty();

        assertThat(flipped.stop()).isZero();
        flip(flipped.dataDir(), "k3");
        flipped.with("--feature-gates=InitialCorruptCheck=true");
        Program.Outcome refusal = flipped.refusal();
        assertThat(refusal.exitCode()).isNotZero();
        assertThat(refusal.err()).contains("found data inconsistency with peers");

        flipped.with("--feature-gates=InitialCorruptCheck=false").start();
        String alarm = "memberID:" + Long.toUnsignedString(Long.parseUnsignedLong(idOf("m2"), 16)) + " alarm:CORRUPT";
        Eventually.within(
                PATIENCE_SECONDS,
                () -> alarm + first.log(),
                () -> run(first.endpoint(), "alarm", "list")
                        .out()
                        .replaceAll(" +", " ")
                        .contains(alarm));
        assertThat(run(flipped.endpoint(), "put", "k1", "x").err()).contains("etcdserver: corrupt cluster");
        Eventually.within(
                PATIENCE_SECONDS,
                () -> metrics(first),
                () -> metrics(first)
                        .lines()
                        .anyMatch(line -> line.startsWith("etcd_debugging_server_alarms{")
                                && line.contains("alarm_type=\"CORRUPT\"")
                                && line.contains("server_id=\"" + idOf("m2") + "\"")));
    }

    @Test
    void theHashesOfCompactionsNameTheMemberToo() {
        startThree("--experimental-compact-hash-check-enabled=true", "--experimental-compact-hash-check-time=1s");
        CairnEtcd first = members.getFirst();
        CairnEtcd flipped = members.getLast();
        putSome(first.endpoint());
        assertThat(flipped.stop()).isZero();
        flip(flipped.dataDir(), "k3");
        flipped.start();
        ctl(first.endpoint(), "put", "k0", "again");
        ctl(first.endpoint(), "compact", "6", "--physical");
        String alarm = "memberID:" + Long.toUnsignedString(Long.parseUnsignedLong(idOf("m2"), 16)) + " alarm:CORRUPT";
        Eventually.within(
                PATIENCE_SECONDS,
                () -> alarm + first.log(),
                () -> run(first.endpoint(), "alarm", "list")
                        .out()
                        .replaceAll(" +", " ")
                        .contains(alarm));
        assertThat(metrics(first)).contains("etcd_server_feature_enabled{name=\"CompactHashCheck\",stage=\"ALPHA\"} 1");
    }

    /** A Go member and ours agree on every hash, whoever leads and asks, and on their way to a lower version and back. */
    @Test
    void besideAGoMemberNobodyIsAlarmedAndADowngradeReachesBoth() {
        String goPeer = "http://127.0.0.1:" + Ports.free();
        String[] checks = {
            "--corrupt-check-time=1s", "--feature-gates=CompactHashCheck=true", "--compact-hash-check-time=1s"
        };
        String[] flags = Stream.concat(
                        Stream.of(
                                "--name=go",
                                "--listen-peer-urls=" + goPeer,
                                "--initial-advertise-peer-urls=" + goPeer,
                                "--initial-cluster=go=" + goPeer),
                        Arrays.stream(checks))
                .toArray(String[]::new);
        try (GoEtcd go = GoEtcd.start("3.7", directory.resolve("go"), flags);
                CairnEtcd ours = new CairnEtcd(directory.resolve("ours"))) {
            String added = ctl(go.endpoint(), "member", "add", "ours", "--learner", "--peer-urls=" + ours.peerUrl());
            String id = added.replaceAll("(?s)Member +([0-9a-f]+) added.*", "$1");
            ours.with(
                            "--name=ours",
                            "--initial-cluster=go=" + goPeer + ",ours=" + ours.peerUrl(),
                            "--initial-cluster-state=existing")
                    .with(checks)
                    .start();
            Eventually.within(
                    PATIENCE_SECONDS,
                    ours::log,
                    () -> run(go.endpoint(), "member", "promote", id).exitCode() == 0);
            changeAndCompact(go.endpoint());
            awaitLog(go::log, "successfully checked hash on whole cluster");
            ctl(go.endpoint(), "move-leader", id);
            changeAndCompact(ours.endpoint());
            awaitLog(ours::log, "successfully checked hash on whole cluster");
            awaitLog(ours::log, "finished peer corruption check of 1");
            assertThat(ctl(go.endpoint(), "alarm", "list")).isEmpty();

            ctl(ours.endpoint(), "downgrade", "enable", "3.6");
            for (String endpoint : new String[] {go.endpoint(), ours.endpoint()}) {
                Eventually.within(
                        PATIENCE_SECONDS, ours::log, () -> status(endpoint).contains("\"storageVersion\":\"3.6.0\""));
                assertThat(status(endpoint)).contains("\"targetVersion\":\"3.6.0\"", "\"enabled\":true");
            }
            assertThat(ours.stop()).isZero();
            ours.with("--compat-version=3.6").start();
            Eventually.within(
                    PATIENCE_SECONDS,
                    ours::log,
                    () -> run(go.endpoint(), "downgrade", "cancel").exitCode() == 0);
            assertThat(status(ours.endpoint())).contains("\"version\":\"3.6.");
            changeAndCompact(go.endpoint());
            assertThat(ctl(go.endpoint(), "alarm", "list")).isEmpty();
        }
    }

    private void changeAndCompact(String endpoint) {
        putSome(endpoint);
        ctl(endpoint, "del", "k2");
        String revision = ctl(endpoint, "get", "k1", "-w=json").replaceAll("(?s).*?\"revision\":(\\d+).*", "$1");
        ctl(endpoint, "compact", revision, "--physical");
    }

    private static void awaitLog(Supplier<String> log, String line) {
        Eventually.within(PATIENCE_SECONDS, log, () -> log.get().contains(line));
    }

    private String status(String endpoint) {
        return run(endpoint, "endpoint", "status", "-w=json").out();
    }
}
