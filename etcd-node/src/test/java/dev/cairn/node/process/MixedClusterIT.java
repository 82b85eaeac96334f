// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.testkit.CairnEtcd;
import dev.cairn.node.testkit.Eventually;
import dev.cairn.node.testkit.GoEtcd;
import dev.cairn.testkit.Ports;
import dev.cairn.testkit.Program;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * From etcd to us and back without a pause: a cluster of one Go member gets one of ours, which takes over leadership,
 * gets another Go member from us by snapshot, and loses the first. Nothing written meanwhile is lost.
 */
@Timeout(300)
class MixedClusterIT {
    private static final Pattern ADDED = Pattern.compile("Member +([0-9a-f]+) added");
    private static final long PATIENCE_SECONDS = 90;

    @TempDir
    private Path directory;

    private Program etcdctl;

    @ParameterizedTest
    @ValueSource(strings = {"3.7", "3.6"})
    void fromGoToUsAndBack(String version) {
        etcdctl = Program.stock("etcdctl-" + version);
        String goPeer = "http://127.0.0.1:" + Ports.free();
        try (GoEtcd go = GoEtcd.start(version, directory.resolve("go"), goFlags("go", goPeer, "go=" + goPeer));
                CairnEtcd ours = new CairnEtcd(directory.resolve("ours"))) {
            put(go.endpoint(), "go", 50);
            String ourId = add(go.endpoint(), "ours", ours.peerUrl());
            ours.with(
                            "--name=ours",
                            "--initial-cluster=go=" + goPeer + ",ours=" + ours.peerUrl(),
                            "--initial-cluster-state=existing",
                            "--snapshot-count=100",
                            "--snapshot-catchup-entries=20")
                    .with(version.equals("3.6") ? new String[] {"--compat-version=3.6"} : new String[0])
                    .start();
            untilAccepted(ours, go.endpoint(), "member", "promote", ourId);
            put(go.endpoint(), "both", 50);
            assertThat(count(ours.endpoint(), "both")).isEqualTo(50);
            put(ours.endpoint(), "forwarded", 20);
            assertThat(count(go.endpoint(), "forwarded")).isEqualTo(20);
            assertHashesEqual(go.endpoint(), ours.endpoint());

            ctl(go.endpoint(), "move-leader", ourId);
            put(ours.endpoint(), "led", 300);
            assertThat(count(go.endpoint(), "led")).isEqualTo(300);
            assertHashesEqual(go.endpoint(), ours.endpoint());

            addSecond(version, goPeer, go, ours);
        }
    }

    private void addSecond(String version, String goPeer, GoEtcd go, CairnEtcd ours) {
        String secondPeer = "http://127.0.0.1:" + Ports.free();
        String secondId = add(ours.endpoint(), "second", secondPeer);
        String cluster = "go=" + goPeer + ",ours=" + ours.peerUrl() + ",second=" + secondPeer;
        String[] flags = Stream.concat(
                        Arrays.stream(goFlags("second", secondPeer, cluster)),
                        Stream.of("--initial-cluster-state=existing"))
                .toArray(String[]::new);
        try (GoEtcd second = GoEtcd.start(version, directory.resolve("second"), flags)) {
            assertThat(ours.log()).contains("sending a snapshot");
            untilAccepted(ours, ours.endpoint(), "member", "promote", secondId);
            put(second.endpoint(), "three", 30);
            assertThat(count(second.endpoint(), "led")).isEqualTo(300);
            assertHashesEqual(go.endpoint(), ours.endpoint(), second.endpoint());

            String goId = memberId(ours.endpoint(), "go");
            // A change waits until every member has been connected for five seconds.
            untilAccepted(ours, ours.endpoint(), "member", "remove", goId);
            put(ours.endpoint(), "without", 30);
            assertThat(count(second.endpoint(), "without")).isEqualTo(30);

            String secondHex = memberId(ours.endpoint(), "second");
            ctl(ours.endpoint(), "move-leader", secondHex);
            put(second.endpoint(), "back", 30);
            assertThat(count(ours.endpoint(), "")).isEqualTo(50 + 50 + 20 + 300 + 30 + 30 + 30);
            assertHashesEqual(ours.endpoint(), second.endpoint());
        }
    }

    private static String[] goFlags(String name, String peerUrl, String cluster) {
        return new String[] {
            "--name=" + name,
            "--listen-peer-urls=" + peerUrl,
            "--initial-advertise-peer-urls=" + peerUrl,
            "--initial-cluster=" + cluster
        };
    }

    private String ctl(String endpoint, String... arguments) {
        return etcdctl.output(Stream.concat(Stream.of("--endpoints=" + endpoint), Arrays.stream(arguments))
                .toArray(String[]::new));
    }

    private String add(String endpoint, String name, String peerUrl) {
        Matcher added = ADDED.matcher(ctl(endpoint, "member", "add", name, "--learner", "--peer-urls=" + peerUrl));
        assertThat(added.find()).isTrue();
        return added.group(1);
    }

    private String memberId(String endpoint, String name) {
        return ctl(endpoint, "member", "list")
                .lines()
                .filter(each -> each.contains(" " + name + ","))
                .findFirst()
                .orElseThrow()
                .split(",")[0];
    }

    private void untilAccepted(CairnEtcd ours, String endpoint, String... arguments) {
        String[] last = {""};
        Eventually.within(PATIENCE_SECONDS, () -> List.of(arguments) + ": " + last[0] + ours.log(), () -> {
            Program.Outcome outcome =
                    etcdctl.run(Stream.concat(Stream.of("--endpoints=" + endpoint), Arrays.stream(arguments))
                            .toArray(String[]::new));
            last[0] = outcome.err();
            return outcome.exitCode() == 0;
        });
    }

    private void put(String endpoint, String prefix, int keys) {
        for (int i = 0; i < keys; i++) {
            ctl(endpoint, "put", prefix + "/" + i, "value " + i);
        }
    }

    private int count(String endpoint, String prefix) {
        String fields =
                ctl(endpoint, "get", prefix, prefix.isEmpty() ? "--from-key" : "--prefix", "--count-only", "-w=fields");
        Matcher count = Pattern.compile("\"Count\" : (\\d+)").matcher(fields);
        assertThat(count.find()).isTrue();
        return Integer.parseInt(count.group(1));
    }

    /** All members say the same at the first one's revision. */
    private void assertHashesEqual(String... endpoints) {
        String revision = hashField(ctl(endpoints[0], "endpoint", "hashkv", "-w=json"), "revision");
        String expected = null;
        for (String endpoint : endpoints) {
            String[] answer = {""};
            Eventually.within(PATIENCE_SECONDS, () -> endpoint + " has revision " + revision + ": " + answer[0], () -> {
                Program.Outcome outcome =
                        etcdctl.run("--endpoints=" + endpoint, "endpoint", "hashkv", "--rev=" + revision, "-w=json");
                answer[0] = outcome.out() + outcome.err();
                return outcome.exitCode() == 0;
            });
            String hash = hashField(answer[0], "hash");
            assertThat(hash).isEqualTo(expected == null ? hash : expected);
            expected = hash;
        }
    }

    private static String hashField(String json, String name) {
        Matcher field = Pattern.compile("\"" + name + "\":(\\d+)").matcher(json);
        assertThat(field.find()).as("%s in %s", name, json).isTrue();
        return field.group(1);
    }
}
