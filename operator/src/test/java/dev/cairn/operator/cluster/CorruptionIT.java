// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.testkit.Clusters;
import dev.cairn.operator.testkit.InALab;
import dev.cairn.operator.testkit.KubeLab;
import dev.cairn.operator.testkit.RunningOperator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A byte flipped in the store of one member of three: found by etcd's own checks, put right by the operator. */
@InALab
class CorruptionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String VALUE = "the-byte-that-is-flipped-is-in-here";

    @Test
    void theMemberWhoseDataDiffersIsReplaced(KubeLab lab, Clusters clusters) throws IOException {
        try (var operator = lab.operator()) {
            clusters.apply("flipped", "deletionPolicy: Delete\nreplicas: 3\n");
            clusters.patch("flipped", "{\"spec\":{\"config\":{\"extraArgs\":{\"corrupt-check-time\":\"2s\"}}}}");
            EtcdCluster before = clusters.awaitReady("flipped", 3);
            String leader = clusters.await("flipped", "is at rest", each -> !Clusters.holds(each, "SpecNotApplied"))
                    .getStatus()
                    .leader();
            SortedMap<String, String> members = Clusters.ids(clusters.awaitReady("flipped", 3));
            assertThat(members).isEqualTo(Clusters.ids(before));
            lab.etcdctl(before, leader, "put", "k", VALUE);
            lab.etcdctl(before, leader, "put", "other", "1");
            String victim = members.keySet().stream()
                    .filter(each ->
                            !each.equals(clusters.get("flipped").getStatus().leader()))
                    .findFirst()
                    .orElseThrow();
            change(lab, clusters, victim);
            lab.letGo(victim);

            clusters.await(
                    "flipped",
                    "has another member",
                    each -> each.getStatus().members() != null
                            && each.getStatus().members().size() == 3
                            && !Clusters.ids(each).containsKey(victim));
            EtcdCluster after = clusters.awaitReady("flipped", 3);
            SortedMap<String, String> now = Clusters.ids(after);
            members.remove(victim);
            assertThat(now).containsAllEntriesOf(members);
            for (String each : now.keySet()) {
                assertThat(lab.etcdctl(after, each, "get", "k")).contains(VALUE);
            }
            assertThat(lab.etcdctl(after, after.getStatus().leader(), "alarm", "list")
                            .strip())
                    .isEmpty();
            assertThat(lab.etcdctl(after, after.getStatus().leader(), "put", "k", "again"))
                    .contains("OK");
            assertThat(clusters.warnings("flipped", "Corrupt")).isNotEmpty();
            assertThat(clusters.told("flipped", "CorruptionRepaired")).hasSize(1);
            List<String> removed = clusters.told("flipped", "RemoveMember");
            assertThat(removed).singleElement().asString().contains(victim);
            clusters.delete("flipped");
            clusters.awaitGone("flipped");
        }
    }

    @Tag("halts")
    @ParameterizedTest
    @EnumSource(names = {"AFTER_MEMBER_REMOVE", "AFTER_DISARM"})
    void goesOnAfterAHalt(CrashPoint point, KubeLab lab, Clusters clusters) throws IOException, InterruptedException {
        String name = "c-" + point.spelling();
        String victim;
        try (var operator = lab.operator()) {
            clusters.apply(name, "deletionPolicy: Delete\nreplicas: 3\n");
            clusters.patch(name, "{\"spec\":{\"config\":{\"extraArgs\":{\"corrupt-check-time\":\"2s\"}}}}");
            clusters.awaitReady(name, 3);
            clusters.await(name, "is at rest", each -> !Clusters.holds(each, "SpecNotApplied"));
            EtcdCluster formed = clusters.awaitReady(name, 3);
            String leader = formed.getStatus().leader();
            lab.etcdctl(formed, leader, "put", "k", VALUE);
            victim = Clusters.ids(formed).keySet().stream()
                    .filter(each -> !each.equals(leader))
                    .findFirst()
                    .orElseThrow();
            change(lab, clusters, victim);
        }
        try (RunningOperator operator = lab.operatorHaltingAt(point)) {
            lab.letGo(victim);
            assertThat(operator.hasHalted(Duration.ofSeconds(120)))
                    .as("the switch fired")
                    .isTrue();
        }
        try (var operator = lab.operator()) {
            clusters.await(
                    name,
                    "has another member",
                    each -> each.getStatus().members() != null
                            && each.getStatus().members().size() == 3
                            && !Clusters.ids(each).containsKey(victim));
            EtcdCluster after = clusters.awaitReady(name, 3);
            assertThat(lab.etcdctl(after, after.getStatus().leader(), "alarm", "list")
                            .strip())
                    .isEmpty();
            assertThat(lab.etcdctl(after, after.getStatus().leader(), "get", "k"))
                    .contains(VALUE);
            clusters.delete(name);
            clusters.awaitGone(name);
        }
    }

    /** Its process ends, and a byte of a value in its store is changed; it is held back. */
    private static void change(KubeLab lab, Clusters clusters, String victim) throws IOException {
        String pod = clusters.pod(victim).getMetadata().getUid();
        lab.holdBack(victim);
        lab.client().resource(clusters.pod(victim)).delete();
        await().atMost(PATIENCE).until(() -> clusters.another(victim, pod));
        Path store =
                lab.volume("data-" + victim).resolve("member").resolve("snap").resolve("db");
        byte[] bytes = Files.readAllBytes(store);
        int flipped = 0;
        byte[] sought = VALUE.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at + sought.length <= bytes.length; at++) {
            if (java.util.Arrays.equals(bytes, at, at + sought.length, sought, 0, sought.length)) {
                bytes[at] ^= 1;
                flipped++;
            }
        }
        assertThat(flipped).as("places where the value is stored").isPositive();
        Files.write(store, bytes);
    }
}
