// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.crds.backup.EtcdBackup;
import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.testkit.Clusters;
import dev.cairn.operator.testkit.InALab;
import dev.cairn.operator.testkit.KubeLab;
import dev.cairn.operator.testkit.RunningOperator;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code replicas: 0} with real members, and back. */
@InALab
class HibernationIT {
    private static final String DATA_GOES = "deletionPolicy: Delete\n";
    private static final String YEARLY = "schedule: \"0 3 1 1 *\"\n";

    private static KubeLab lab;
    private static Clusters clusters;

    @BeforeAll
    static void enter(KubeLab opened, Clusters inIt) {
        lab = opened;
        clusters = inIt;
        clusters.storeSecret();
    }

    @Test
    void aClusterHibernatesAndIsTheSameClusterWhenItWakes() {
        try (var operator = lab.operator()) {
            clusters.apply("sleeper", DATA_GOES + "replicas: 3\n");
            EtcdCluster before = clusters.awaitReady("sleeper", 3);
            lab.etcdctl(before, before.getStatus().leader(), "put", "k", "v");
            List<String> volumes = clusters.volumes("sleeper");
            clusters.backup("sleeper-nightly", "sleeper", YEARLY);

            clusters.scale("sleeper", 0);
            EtcdCluster asleep = clusters.await("sleeper", "hibernates", each -> Clusters.holds(each, "Hibernated"));
            assertThat(clusters.pods("sleeper")).isEmpty();
            assertThat(clusters.volumes("sleeper")).isEqualTo(volumes);
            assertThat(Clusters.reason(asleep, "Ready")).isEqualTo("Hibernated");
            assertThat(Clusters.message(asleep, "Ready")).contains("hibernates on 3 volumes");
            assertThat(Clusters.holds(asleep, "Degraded")).isFalse();
            assertThat(asleep.getStatus().ready()).isEqualTo("0/0");
            assertThat(asleep.getStatus().replicas()).isZero();
            assertThat(lab.kubectl("get", "etcdcluster", "sleeper")).contains("Hibernated");
            assertThat(asleep.getStatus().lastSnapshot().revision()).isPositive();
            assertThat(lab.bucketHolds(asleep.getStatus().lastSnapshot().object()))
                    .isTrue();
            assertThat(clusters.warnings("sleeper", "NoQuorum")).isEmpty();

            clusters.scale("sleeper", 3);
            EtcdCluster after = clusters.awaitReady("sleeper", 3);
            assertThat(after.getStatus().clusterId())
                    .isEqualTo(before.getStatus().clusterId());
            assertThat(Clusters.ids(after)).isEqualTo(Clusters.ids(before));
            assertThat(lab.etcdctl(after, after.getStatus().leader(), "get", "k"))
                    .contains("v");
            assertThat(Clusters.holds(after, "Hibernated")).isFalse();
            clusters.await(
                    "sleeper", "forgets its snapshot", each -> each.getStatus().lastSnapshot() == null);
            clusters.delete("sleeper");
            clusters.awaitGone("sleeper");
        }
    }

    @Test
    void aSnapshotThatFailsKeepsTheClusterAwakeUntilNoneIsWanted() {
        try (var operator = lab.operator()) {
            clusters.apply("awake", DATA_GOES + "replicas: 1\n");
            clusters.awaitReady("awake", 1);
            clusters.backup("awake-nightly", "awake", YEARLY, "elsewhere");
            clusters.scale("awake", 0);
            EtcdCluster failed = clusters.awaitDegraded("awake", "LastSnapshotFailed");
            assertThat(Clusters.message(failed, "Degraded")).contains("NoSuchBucket");
            assertThat(clusters.pods("awake")).hasSize(1);
            lab.client().resources(EtcdBackup.class).inNamespace("default").delete();
            clusters.await("awake", "hibernates", each -> Clusters.holds(each, "Hibernated"));
            clusters.delete("awake");
            clusters.awaitGone("awake");
        }
    }

    @Test
    void aClusterMadeWithoutMembersBeginsWhenItGetsSome() {
        try (var operator = lab.operator()) {
            clusters.apply("later", DATA_GOES + "replicas: 0\n");
            clusters.await(
                    "later",
                    "says how it begins",
                    each -> Clusters.holds(each, "Hibernated")
                            && Clusters.message(each, "Ready").contains("begins with a number above zero"));
            assertThat(clusters.volumes("later")).isEmpty();
            clusters.scale("later", 1);
            clusters.awaitReady("later", 1);
            clusters.delete("later");
            clusters.awaitGone("later");
        }
    }

    @Tag("halts")
    @ParameterizedTest
    @EnumSource(names = {"AFTER_STATUS_WRITE", "AFTER_SNAPSHOT_ASKED", "AFTER_POD_DELETED"})
    void goesOnToSleepAfterAHalt(CrashPoint point) throws InterruptedException {
        String name = "h-" + point.spelling();
        String clusterId;
        try (var operator = lab.operator()) {
            clusters.apply(name, DATA_GOES + "replicas: 2\n");
            clusterId = clusters.awaitReady(name, 2).getStatus().clusterId();
        }
        clusters.backup(name + "-b", name, YEARLY);
        try (RunningOperator operator = lab.operatorHaltingAt(point)) {
            clusters.scale(name, 0);
            assertThat(operator.hasHalted(Duration.ofSeconds(120)))
                    .as("the switch fired")
                    .isTrue();
        }
        try (var operator = lab.operator()) {
            EtcdCluster asleep = clusters.await(name, "hibernates", each -> Clusters.holds(each, "Hibernated"));
            assertThat(lab.bucketHolds(asleep.getStatus().lastSnapshot().object()))
                    .isTrue();
            assertThat(lab.client()
                            .resources(EtcdBackup.class)
                            .inNamespace("default")
                            .list()
                            .getItems())
                    .filteredOn(each -> name.equals(each.getSpec().clusterRef().name()))
                    .as("the one of the test, and one for the snapshot")
                    .hasSize(2);
            clusters.scale(name, 2);
            assertThat(clusters.awaitReady(name, 2).getStatus().clusterId()).isEqualTo(clusterId);
            clusters.delete(name);
            clusters.awaitGone(name);
        }
    }
}
