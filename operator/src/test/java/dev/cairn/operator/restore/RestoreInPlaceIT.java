// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.crds.cluster.status.RecoveryPhase;
import dev.cairn.crds.restore.EtcdRestore;
import dev.cairn.crds.restore.RestorePhase;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.testkit.Clusters;
import dev.cairn.operator.testkit.InALab;
import dev.cairn.operator.testkit.KubeLab;
import dev.cairn.operator.testkit.Restores;
import dev.cairn.operator.testkit.RunningOperator;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A cluster with members that run is taken back to a backup, and forth again; stock etcd is the members. */
@InALab
class RestoreInPlaceIT {
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
    void theKeysAreThoseOfTheBackupAndNoRevisionGoesBack() {
        try (var operator = lab.operator()) {
            EtcdCluster before = begin("inplace", 3);
            long known = revision(before);
            List<String> old = clusters.volumes("inplace");
            restores.inPlace(
                    "back", "inplace", "clusterId: " + before.getStatus().clusterId(), "backupRef: {name: inplace}");
            EtcdRestore done = restores.await("back", each -> each.getStatus().phase() == RestorePhase.COMPLETED);
            assertThat(Restores.condition(done, "ConsumersMustRestart").getStatus())
                    .isEqualTo("True");
            EtcdCluster after = clusters.awaitReady("inplace", 3);
            assertThat(after.getStatus().clusterId())
                    .isNotEqualTo(before.getStatus().clusterId());
            assertThat(get(after, "before")).isEqualTo("1");
            assertThat(get(after, "after")).isEmpty();
            assertThat(revision(after)).isGreaterThan(known);
            assertThat(get(after, "before", "--rev=" + known)).contains("compacted");
            assertThat(clusters.volumes("inplace")).doesNotContainAnyElementsOf(old);
            assertThat(restores.setAside("inplace")).containsExactlyInAnyOrderElementsOf(old);
            assertThat(Clusters.holds(after, "ConsumersMustRestart")).isTrue();
            assertThat(selector("inplace")).doesNotContainKey(Labels.FENCED);

            restores.inPlace(
                    "again", "inplace", "clusterId: " + before.getStatus().clusterId(), "backupRef: {name: inplace}");
            EtcdRestore refused =
                    restores.await("again", each -> each.getStatus().phase() == RestorePhase.FAILED);
            assertThat(Restores.condition(refused, "Ready").getReason()).isEqualTo("ClusterIdMismatch");

            annotate("inplace", Labels.RESTORE_CONFIRM, "back");
            await().atMost(PATIENCE).until(() -> restores.setAside("inplace").isEmpty());
            clusters.await("inplace", "is confirmed", each -> !Clusters.holds(each, "ConsumersMustRestart"));
            end("inplace");
        }
    }

    @Test
    void oneAnnotationPutsEverythingBack() {
        try (var operator = lab.operator()) {
            EtcdCluster before = begin("undone", 3);
            List<String> old = clusters.volumes("undone");
            restores.inPlace("forth", "undone", "", "backupRef: {name: undone}");
            restores.await("forth", each -> each.getStatus().phase() == RestorePhase.COMPLETED);
            EtcdCluster restored = clusters.awaitReady("undone", 3);
            assertThat(get(restored, "after")).isEmpty();
            annotate("undone", Labels.RESTORE_UNDO, "forth");
            clusters.await(
                    "undone", "is put back", each -> each.getStatus().recovery().phase() == RecoveryPhase.PUT_BACK);
            EtcdCluster after = clusters.awaitReady("undone", 3);
            assertThat(after.getStatus().clusterId())
                    .isEqualTo(before.getStatus().clusterId());
            assertThat(clusters.volumes("undone")).containsExactlyInAnyOrderElementsOf(old);
            assertThat(get(after, "after")).isEqualTo("2");
            end("undone");
        }
    }

    @Test
    void aSnapshotThatIsNotSoundChangesNothing() {
        try (var operator = lab.operator()) {
            EtcdCluster before = begin("untouched", 1);
            var pods = clusters.podUids("untouched");
            String selector = selector("untouched").toString();
            restores.inPlace("damaged", "untouched", "", """
                    s3:
                      location: {bucket: backups, credentialsSecretRef: {name: s3}}
                      object: %s
                      sha256: %s
                    """.formatted(restores.object("untouched"), "0".repeat(64)));
            EtcdRestore failed =
                    restores.await("damaged", each -> each.getStatus().phase() == RestorePhase.FAILED);
            assertThat(Restores.condition(failed, "Ready").getReason()).isEqualTo("HashMismatch");
            assertThat(clusters.podUids("untouched")).isEqualTo(pods);
            assertThat(selector("untouched")).hasToString(selector);
            assertThat(clusters.get("untouched").getStatus().recovery()).isNull();
            String claim = "data-" + failed.getStatus().inPlace().member();
            await().atMost(PATIENCE).until(() -> claim(claim) == null);
            assertThat(get(before, "after")).isEqualTo("2");
            end("untouched");
        }
    }

    @Tag("halts")
    @ParameterizedTest
    @EnumSource(
            names = {
                "AFTER_RESTORE_VOLUME",
                "AFTER_RESTORE_JOB",
                "AFTER_RESTORE_REQUEST",
                "AFTER_STATUS_WRITE",
                "AFTER_APPLY",
                "AFTER_POD_DELETED",
                "AFTER_VOLUME_SET_ASIDE",
                "AFTER_VOLUME_ADOPTED",
                "AFTER_POD",
                "AFTER_SET_ASIDE_DELETED"
            })
    void anOperatorHaltedAtASwitchIsGoneOnFrom(CrashPoint point) throws InterruptedException {
        String name = "h-" + point.spelling();
        EtcdCluster before;
        try (var operator = lab.operator()) {
            before = begin(name, 1);
        }
        long known = revision(before);
        try (RunningOperator operator = lab.operatorHaltingAt(point)) {
            restores.inPlace(name, name, "", "backupRef: {name: " + name + "}");
            if (point == CrashPoint.AFTER_SET_ASIDE_DELETED) {
                restores.await(name, each -> each.getStatus().phase() == RestorePhase.COMPLETED);
                annotate(name, Labels.RESTORE_CONFIRM, name);
            }
            assertThat(operator.hasHalted(PATIENCE)).isTrue();
        }
        try (var operator = lab.operator()) {
            restores.await(name, each -> each.getStatus().phase() == RestorePhase.COMPLETED);
            EtcdCluster after = clusters.awaitReady(name, 1);
            assertThat(get(after, "before")).isEqualTo("1");
            assertThat(get(after, "after")).isEmpty();
            assertThat(revision(after)).isGreaterThan(known);
            end(name);
        }
    }

    @Tag("halts")
    @ParameterizedTest
    @EnumSource(
            names = {"AFTER_STATUS_WRITE", "AFTER_POD_DELETED", "AFTER_VOLUME_SET_ASIDE", "AFTER_VOLUME_BROUGHT_BACK"})
    void anOperatorHaltedWhilePuttingBackIsGoneOnFrom(CrashPoint point) throws InterruptedException {
        String name = "u-" + point.spelling();
        EtcdCluster before;
        try (var operator = lab.operator()) {
            before = begin(name, 1);
            restores.inPlace(name, name, "", "backupRef: {name: " + name + "}");
            restores.await(name, each -> each.getStatus().phase() == RestorePhase.COMPLETED);
            clusters.awaitReady(name, 1);
        }
        try (RunningOperator operator = lab.operatorHaltingAt(point)) {
            annotate(name, Labels.RESTORE_UNDO, name);
            assertThat(operator.hasHalted(PATIENCE)).isTrue();
        }
        try (var operator = lab.operator()) {
            clusters.await(
                    name, "is put back", each -> each.getStatus().recovery().phase() == RecoveryPhase.PUT_BACK);
            EtcdCluster after = clusters.awaitReady(name, 1);
            assertThat(after.getStatus().clusterId())
                    .isEqualTo(before.getStatus().clusterId());
            assertThat(get(after, "after")).isEqualTo("2");
            end(name);
        }
    }

    @Test
    void badInputIsRefused() {
        assertRefused(
                () -> restores.apply("bad", "source: {survivor: {auto: true}}\nclusterTemplate: {name: x, spec: {}}"),
                "a survivor is a member of the cluster that clusterRef names");
        assertRefused(
                () -> restores.inPlace("bad", "x", "", "survivor: {auto: true, member: y}"),
                "survivor names either a member, or auto: true");
        assertRefused(
                () -> restores.inPlace("bad", "x", "clusterId: NO", "survivor: {auto: true}"),
                "clusterId is etcd's cluster ID in hexadecimal");
        assertRefused(
                () -> restores.apply("bad", "source: {backupRef: {name: b}}"), "names either the clusterTemplate");
        assertRefused(
                () -> restores.apply(
                        "bad",
                        "source: {backupRef: {name: b}}\nclusterRef: {name: x}\nbumpRevision: 0\nmarkCompacted: false"),
                "bumpRevision is above 0 where a cluster is restored in place");
        assertRefused(() -> clusters.apply("bad", "repair: {quarantine: soon}\n"), "quarantine is a duration");
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable apply, String message) {
        assertThatThrownBy(apply).isInstanceOf(KubernetesClientException.class).hasMessageContaining(message);
    }

    /** A cluster with a backup, and a key that was written after it. */
    private static EtcdCluster begin(String name, int replicas) {
        clusters.apply(name, DATA_GOES + "replicas: " + replicas + "\n");
        EtcdCluster cluster = clusters.awaitReady(name, replicas);
        put(cluster, "before", "1");
        restores.backup(name, name);
        put(cluster, "after", "2");
        return cluster;
    }

    private static void end(String name) {
        clusters.delete(name);
        clusters.awaitGone(name);
    }

    private static void put(EtcdCluster cluster, String key, String value) {
        lab.etcdctl(cluster, cluster.getStatus().leader(), "put", key, value);
    }

    private static String get(EtcdCluster cluster, String key, String... more) {
        var command = new java.util.ArrayList<>(List.of("get", key, "--print-value-only"));
        command.addAll(List.of(more));
        try {
            return lab.etcdctl(cluster, cluster.getStatus().leader(), command.toArray(String[]::new))
                    .strip();
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
    }

    private static long revision(EtcdCluster cluster) {
        return lab.member(cluster, cluster.getStatus().leader()).status().revision();
    }

    private static java.util.Map<String, String> selector(String cluster) {
        return lab.client()
                .services()
                .inNamespace("default")
                .withName(cluster + "-client")
                .get()
                .getSpec()
                .getSelector();
    }

    private static PersistentVolumeClaim claim(String name) {
        return lab.client()
                .persistentVolumeClaims()
                .inNamespace("default")
                .withName(name)
                .get();
    }

    private static void annotate(String cluster, String annotation, String value) {
        clusters.patch(cluster, "{\"metadata\":{\"annotations\":{\"" + annotation + "\":\"" + value + "\"}}}");
    }
}
