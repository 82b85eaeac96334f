// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.crds.restore.EtcdRestore;
import dev.cairn.crds.restore.RestorePhase;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.testkit.Clusters;
import dev.cairn.operator.testkit.InALab;
import dev.cairn.operator.testkit.KubeLab;
import dev.cairn.operator.testkit.Restores;
import dev.cairn.operator.testkit.RunningOperator;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two of three members lose their volumes: the cluster goes on from the third, or from a backup where all are gone. */
@InALab
class SurvivorIT {
    private static final String DATA_GOES = "deletionPolicy: Delete\n";
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static KubeLab lab;
    private static Clusters clusters;
    private static Restores restores;

    @BeforeAll
    static void enter(KubeLab opened, Clusters inIt) {
        lab = opened;
        clusters = inIt;
        restores = new Restores(lab.client());
        restores.storeSecret();
    }

    @Test
    void theClusterGoesOnFromTheMemberThatIsLeftWithAllItsKeys() throws InterruptedException {
        EtcdCluster before;
        String survivor;
        try (var operator = lab.operator()) {
            clusters.apply("left", DATA_GOES + "replicas: 3\n");
            before = clusters.awaitReady("left", 3);
            for (int at = 0; at < 20; at++) {
                lab.etcdctl(before, before.getStatus().leader(), "put", "key" + at, "value");
            }
            restores.inPlace("early", "left", "", "survivor: {auto: true}");
            EtcdRestore refused =
                    restores.await("early", each -> each.getStatus().phase() == RestorePhase.FAILED);
            assertThat(Restores.condition(refused, "Ready").getReason()).isEqualTo("QuorumAnswers");
            survivor = before.getStatus().leader();
        }
        lose(before, survivor);
        long served = lab.member(before, survivor).status().revision();
        try (var operator = lab.operator()) {
            clusters.awaitDegraded("left", "QuorumLost");
        }
        try (RunningOperator operator = lab.operatorHaltingAt(CrashPoint.AFTER_STATUS_WRITE)) {
            restores.inPlace("go-on", "left", "", "survivor: {auto: true}");
            assertThat(operator.hasHalted(PATIENCE)).isTrue();
        }
        try (var operator = lab.operator()) {
            clusters.await(
                    "left",
                    "names its survivor",
                    each -> each.getStatus().recovery() != null
                            && survivor.equals(each.getStatus().recovery().member()));
            EtcdRestore done = restores.await("go-on", each -> each.getStatus().phase() == RestorePhase.COMPLETED);
            assertThat(Restores.condition(done, "SpecNotApplied").getMessage()).contains("spec.bumpRevision");
            assertThat(Restores.condition(done, "Ready").getMessage()).contains("no revision that was seen is lost");
            EtcdCluster after = clusters.awaitReady("left", 3);
            assertThat(after.getStatus().clusterId())
                    .isEqualTo(before.getStatus().clusterId());
            assertThat(after.getStatus().recovery().servedRevision()).isGreaterThanOrEqualTo(served);
            for (int at = 0; at < 20; at++) {
                assertThat(lab.etcdctl(after, survivor, "get", "key" + at, "--print-value-only")
                                .strip())
                        .isEqualTo("value");
            }
            assertThat(clusters.pod(survivor)
                            .getSpec()
                            .getContainers()
                            .getFirst()
                            .getArgs())
                    .noneMatch(each -> each.contains("force-new-cluster"));
            clusters.delete("left");
            clusters.awaitGone("left");
        }
    }

    @Test
    void aVolumeThatIsThereAndDoesNotAnswerIsSetAside() {
        EtcdCluster before;
        try (var operator = lab.operator()) {
            clusters.apply("aside", DATA_GOES + "replicas: 3\n");
            before = clusters.awaitReady("aside", 3);
        }
        String survivor = before.getStatus().leader();
        List<String> others = others(before, survivor);
        lab.holdBack(others.getFirst());
        lab.holdBack(others.getLast());
        others.forEach(each -> lab.client()
                .pods()
                .inNamespace("default")
                .withName(each)
                .withGracePeriod(0)
                .delete());
        try (var operator = lab.operator()) {
            restores.inPlace("named", "aside", "", "survivor: {member: " + survivor + "}");
            restores.await("named", each -> each.getStatus().phase() == RestorePhase.COMPLETED);
            clusters.awaitReady("aside", 3);
            assertThat(restores.setAside("aside"))
                    .containsExactlyInAnyOrder("data-" + others.getFirst(), "data-" + others.getLast());
            clusters.delete("aside");
            clusters.awaitGone("aside");
        }
    }

    @Test
    void allGoneTheClusterGoesOnFromABackup() {
        EtcdCluster before;
        try (var operator = lab.operator()) {
            clusters.apply("gone", DATA_GOES + "replicas: 3\n");
            before = clusters.awaitReady("gone", 3);
            lab.etcdctl(before, before.getStatus().leader(), "put", "before", "1");
            restores.backup("gone", "gone");
        }
        lose(before, "");
        try (var operator = lab.operator()) {
            clusters.awaitDegraded("gone", "DataLost");
            restores.inPlace("all", "gone", "clusterId: " + before.getStatus().clusterId(), "backupRef: {name: gone}");
            restores.await("all", each -> each.getStatus().phase() == RestorePhase.COMPLETED);
            EtcdCluster after = clusters.awaitReady("gone", 3);
            assertThat(lab.etcdctl(after, after.getStatus().leader(), "get", "before", "--print-value-only")
                            .strip())
                    .isEqualTo("1");
            clusters.delete("gone");
            clusters.awaitGone("gone");
        }
    }

    /** Pods and volumes of all but one. */
    private static void lose(EtcdCluster cluster, String survivor) {
        for (String each : others(cluster, survivor)) {
            lab.client()
                    .persistentVolumeClaims()
                    .inNamespace("default")
                    .withName("data-" + each)
                    .delete();
            lab.client()
                    .pods()
                    .inNamespace("default")
                    .withName(each)
                    .withGracePeriod(0)
                    .delete();
        }
    }

    private static List<String> others(EtcdCluster cluster, String survivor) {
        var names = new TreeSet<String>();
        cluster.getStatus().members().forEach(each -> names.add(each.name()));
        names.remove(survivor);
        return List.copyOf(names);
    }
}
