// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.crds.backup.EtcdBackup;
import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.operator.cluster.removal.ClusterRemoval;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.testkit.Clusters;
import dev.cairn.operator.testkit.InALab;
import dev.cairn.operator.testkit.KubeLab;
import dev.cairn.operator.testkit.RunningOperator;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code deletionPolicy: SnapshotThenDelete} with real members. */
@InALab
class DeletionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String SNAPSHOT = "replicas: 1\ndeletionPolicy: SnapshotThenDelete\n";
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
    void theVolumesGoOnceALastSnapshotIsProvenWhichCanBeRestored() {
        try (var operator = lab.operator()) {
            clusters.apply("last", SNAPSHOT.replace("1", "3"));
            EtcdCluster cluster = clusters.awaitReady("last", 3);
            lab.etcdctl(cluster, cluster.getStatus().leader(), "put", "k", "v");
            clusters.backup("last-nightly", "last", YEARLY);
            clusters.delete("last");
            clusters.awaitGone("last");
            await().atMost(PATIENCE).until(() -> clusters.volumes("last").isEmpty());
            EtcdBackup made = made("last");
            assertThat(lab.bucketHolds(made.getStatus().lastSuccess().object())).isTrue();
            assertThat(lab.client()
                            .batch()
                            .v1()
                            .jobs()
                            .inNamespace("default")
                            .withName(made.getMetadata().getName() + "-proof")
                            .get()
                            .getStatus()
                            .getSucceeded())
                    .isEqualTo(1);
            assertThat(clusters.told("last", "Deleted"))
                    .singleElement()
                    .asString()
                    .contains("proven");
        }
    }

    @Test
    void withoutASnapshotNothingGoesUntilThePolicySaysSo() {
        try (var operator = lab.operator()) {
            clusters.apply("kept", SNAPSHOT);
            clusters.awaitReady("kept", 1);
            clusters.delete("kept");
            EtcdCluster waits = clusters.await(
                    "kept",
                    "waits",
                    each -> Clusters.holds(each, ClusterRemoval.CONDITION)
                            && Clusters.reason(each, ClusterRemoval.CONDITION).equals("LastSnapshotMissing"));
            assertThat(Clusters.message(waits, ClusterRemoval.CONDITION)).contains("no EtcdBackup of this cluster");
            assertThat(clusters.warnings("kept", "LastSnapshotMissing")).hasSize(1);

            clusters.backup("kept-nightly", "kept", YEARLY, "elsewhere");
            EtcdCluster failed = clusters.await(
                    "kept",
                    "waits on after a failure",
                    each -> Clusters.reason(each, ClusterRemoval.CONDITION).equals("LastSnapshotFailed"));
            assertThat(Clusters.message(failed, ClusterRemoval.CONDITION)).contains("NoSuchBucket");
            assertThat(clusters.pods("kept")).hasSize(1);
            assertThat(clusters.volumes("kept")).hasSize(1);

            clusters.patch("kept", "{\"spec\":{\"deletionPolicy\":\"Retain\"}}");
            clusters.awaitGone("kept");
            assertThat(clusters.volumes("kept")).hasSize(1);
        }
    }

    @Test
    void aNamespaceIsNotHeldUp() {
        lab.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("ending")
                        .endMetadata()
                        .build())
                .create();
        try (var operator = lab.operator()) {
            EtcdCluster made = clusters.in("ending").apply("inside", SNAPSHOT);
            clusters.in("ending")
                    .await(
                            "inside",
                            "has formed",
                            each -> each.getStatus() != null && each.getStatus().clusterId() != null);
            lab.client().namespaces().withName("ending").delete();
            // What the namespace controller does, which is not here.
            lab.client().resource(made).delete();
            await().atMost(PATIENCE).until(() -> clusters.in("ending").get("inside") == null);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AFTER_SNAPSHOT_ASKED", "AFTER_PROOF_JOB", "AFTER_PODS_DELETED", "AFTER_VOLUME_DELETED"})
    void goesOnWithADeletionAfterAHalt(CrashPoint point) throws InterruptedException {
        String name = "d-" + point.spelling();
        try (var operator = lab.operator()) {
            clusters.apply(name, SNAPSHOT.replace("1", "2"));
            clusters.awaitReady(name, 2);
        }
        clusters.backup(name + "-b", name, YEARLY);
        try (RunningOperator operator = lab.operatorHaltingAt(point)) {
            clusters.delete(name);
            assertThat(operator.hasHalted(Duration.ofSeconds(120)))
                    .as("the switch fired")
                    .isTrue();
        }
        try (var operator = lab.operator()) {
            clusters.awaitGone(name);
            await().atMost(PATIENCE).until(() -> clusters.volumes(name).isEmpty());
            assertThat(lab.bucketHolds(made(name).getStatus().lastSuccess().object()))
                    .isTrue();
        }
    }

    /** The only EtcdBackup of a cluster that the operator made. */
    private static EtcdBackup made(String cluster) {
        var made = lab.client().resources(EtcdBackup.class).inNamespace("default").list().getItems().stream()
                .filter(each -> cluster.equals(each.getSpec().clusterRef().name())
                        && each.getMetadata().getLabels().containsKey(Labels.SNAPSHOT_FOR))
                .toList();
        assertThat(made).extracting(each -> each.getMetadata().getName()).hasSize(1);
        return made.getFirst();
    }
}
