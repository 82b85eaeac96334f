// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.crds.backup.EtcdBackup;
import dev.cairn.crds.backup.EtcdBackupSpec;
import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.crds.restore.EtcdRestore;
import dev.cairn.crds.restore.RestorePhase;
import dev.cairn.operator.conditions.ConditionSet;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.testkit.Clusters;
import dev.cairn.operator.testkit.InALab;
import dev.cairn.operator.testkit.KubeLab;
import dev.cairn.operator.testkit.RunningOperator;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Backups and restores on a real API server and real members; stock tools do the agent's work. */
@InALab
class BackupAndRestoreIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** A Job that was announced is looked for every 2 s. */
    private static final Duration TWO_LOOKS = Duration.ofSeconds(5);

    private static final String SPEC = """
            clusterRef:
              name: source
            destination:
              s3:
                bucket: %s
                prefix: nightly
                credentialsSecretRef:
                  name: %s
            retention:
              keepLast: %d
            %s
            """;

    private static KubeLab lab;
    private static Clusters clusters;
    private static EtcdCluster source;

    @BeforeAll
    static void enter(KubeLab opened, Clusters inIt) {
        lab = opened;
        clusters = inIt;
        try (var operator = lab.operator()) {
            clusters.apply("source", "replicas: 1\n");
            source = clusters.awaitReady("source", 1);
        }
        lab.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("s3")
                        .withNamespace("default")
                        .endMetadata()
                        .withStringData(Map.of("accessKeyId", "a", "secretAccessKey", "b"))
                        .build())
                .create();
        put("before", "1");
    }

    @Test
    void aBackupBecomesAnotherClusterWithHigherRevisions() {
        try (var operator = lab.operator()) {
            backup("once", "", "backups", "s3");
            EtcdBackup done =
                    await("once", EtcdBackup.class, each -> each.getStatus().lastSuccess() != null);
            assertThat(done.getStatus().lastSuccess().object()).startsWith("nightly/default/source/");
            assertThat(done.getStatus().lastSuccess().totalKeys()).isPositive();
            assertThat(ready(done).getReason()).isEqualTo("BackedUp");
            put("after", "2");
            long current = lab.member(source, member(source)).status().revision();

            restore("copy", "backupRef:\n  name: once\n", "restored");
            EtcdRestore restored =
                    await("copy", EtcdRestore.class, each -> each.getStatus().phase() == RestorePhase.COMPLETED);
            assertThat(ready(restored).getStatus()).isEqualTo("True");
            EtcdCluster copy = clusters.awaitReady("restored", 2);
            assertThat(copy.getStatus().clusterId())
                    .isNotEqualTo(source.getStatus().clusterId());
            assertThat(lab.etcdctl(copy, member(copy), "get", "before", "--print-value-only")
                            .strip())
                    .isEqualTo("1");
            assertThat(lab.etcdctl(copy, member(copy), "get", "after", "--print-value-only")
                            .strip())
                    .isEmpty();
            assertThat(lab.member(copy, member(copy)).status().revision()).isGreaterThan(current);
            assertThat(copy.getMetadata().getOwnerReferences()).isEmpty();
        }
    }

    /** The control: of one EtcdBackup the second run does delete the first one's snapshot. */
    @Test
    void retentionOfOneLeavesTheSnapshotsOfTheOther() {
        try (var operator = lab.operator()) {
            backup("first", "", "backups", "s3", 1);
            String first = object("first");
            backup("second", "", "backups", "s3", 1);
            String second = object("second");
            assertThat(lab.bucketHolds(first)).isTrue();
            assertThat(lab.bucketHolds(second)).isTrue();
            lab.client()
                    .resources(EtcdBackup.class)
                    .inNamespace("default")
                    .withName("second")
                    .edit(each -> {
                        each.setSpec(new KubernetesSerialization()
                                .unmarshal(
                                        SPEC.formatted("backups", "s3", 1, "schedule: \"* * * * *\""),
                                        EtcdBackupSpec.class));
                        return each;
                    });
            await(
                    "second",
                    EtcdBackup.class,
                    each -> !second.equals(each.getStatus().lastSuccess().object()));
            assertThat(lab.bucketHolds(second)).isFalse();
            assertThat(lab.bucketHolds(first)).isTrue();
        }
    }

    @Test
    void anEtcdBackupMadeAnewUnderItsNameMakesItsOwnBackup() {
        try (var operator = lab.operator()) {
            backup("again", "", "backups", "s3");
            String before = object("again");
            lab.client()
                    .resources(EtcdBackup.class)
                    .inNamespace("default")
                    .withName("again")
                    .delete();
            backup("again", "", "backups", "s3");
            await("again", EtcdBackup.class, each -> each.getStatus().currentRun() != null);
            // The Job of the first one is there still, under the name that its own is to have.
            Awaitility.await("another's Job is not taken for its own")
                    .during(TWO_LOOKS)
                    .atMost(TWO_LOOKS.plusSeconds(2))
                    .until(() -> lab.client()
                                    .resources(EtcdBackup.class)
                                    .inNamespace("default")
                                    .withName("again")
                                    .get()
                                    .getStatus()
                                    .lastSuccess()
                            == null);
            // Nobody collects garbage here: the Job of the first one, and its pod, are deleted by hand.
            lab.client()
                    .pods()
                    .inNamespace("default")
                    .withName("again-1-x")
                    .withGracePeriod(0)
                    .delete();
            lab.client()
                    .batch()
                    .v1()
                    .jobs()
                    .inNamespace("default")
                    .withName("again-1")
                    .delete();
            assertThat(object("again")).isNotEqualTo(before);
        }
    }

    private static String object(String backup) {
        return await(backup, EtcdBackup.class, each -> each.getStatus().lastSuccess() != null)
                .getStatus()
                .lastSuccess()
                .object();
    }

    @ParameterizedTest
    @EnumSource(names = {"AFTER_STATUS_WRITE", "AFTER_BACKUP_JOB"})
    void aBackupHaltedAtASwitchIsMadeOnce(CrashPoint point) throws InterruptedException {
        String name = "halted-" + (point == CrashPoint.AFTER_BACKUP_JOB ? "job" : "status");
        try (RunningOperator operator = lab.operatorHaltingAt(point)) {
            backup(name, "", "backups", "s3");
            assertThat(operator.hasHalted(Duration.ofSeconds(60))).isTrue();
        }
        try (var operator = lab.operator()) {
            await(name, EtcdBackup.class, each -> each.getStatus().lastSuccess() != null);
            assertThat(lab.client()
                            .batch()
                            .v1()
                            .jobs()
                            .inNamespace("default")
                            .withLabel("etcd.cairn.dev/backup", name)
                            .list()
                            .getItems())
                    .hasSize(1);
        }
    }

    @Test
    void whatIsWrongIsSaidWithItsReason() {
        try (var operator = lab.operator()) {
            backup("no-bucket", "", "elsewhere", "s3");
            backup("no-secret", "", "backups", "absent");
            backup("no-time", "schedule: \"0 3 * * *\"\ntimeZone: Nowhere/Land\n", "backups", "s3");
            restore("no-backup", "backupRef:\n  name: nothing\n", "never");
            restore("no-object", """
                    s3:
                      location:
                        bucket: backups
                        credentialsSecretRef:
                          name: s3
                      object: nothing.snap
                    """, "never");
            restore("taken", "backupRef:\n  name: nothing\n", "source");

            assertThat(reason("no-bucket", EtcdBackup.class, "NoSuchBucket")).contains("elsewhere");
            assertThat(reason("no-secret", EtcdBackup.class, "SecretMissing"))
                    .contains("Secret default/absent does not exist");
            assertThat(reason("no-time", EtcdBackup.class, "InvalidSchedule")).contains("Nowhere/Land");
            assertThat(reason("no-backup", EtcdRestore.class, "BackupNotFound")).contains("default/nothing");
            assertThat(reason("no-object", EtcdRestore.class, "NotFound")).contains("nothing.snap");
            assertThat(reason("taken", EtcdRestore.class, "ClusterExists")).contains("default/source");
            assertThat(clusters.get("never")).isNull();
        }
    }

    @Test
    void badInputIsRefused() {
        assertThatThrownBy(() -> backup("bad", "schedule: daily\n", "backups", "s3"))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("schedule has five fields");
        assertThatThrownBy(() -> restore("bad", "{}\n", "x"))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("source names either a backupRef or an s3 object");
    }

    private static void backup(String name, String more, String bucket, String secret) {
        backup(name, more, bucket, secret, 3);
    }

    private static void backup(String name, String more, String bucket, String secret, int keepLast) {
        String yaml = """
                apiVersion: etcd.cairn.dev/v1alpha1
                kind: EtcdBackup
                metadata:
                  name: %s
                  namespace: default
                spec:
                """.formatted(name)
                + SPEC.formatted(bucket, secret, keepLast, more.stripTrailing()).indent(2);
        lab.client()
                .resource(new KubernetesSerialization().unmarshal(yaml, EtcdBackup.class))
                .create();
    }

    private static void restore(String name, String from, String cluster) {
        String yaml = """
                apiVersion: etcd.cairn.dev/v1alpha1
                kind: EtcdRestore
                metadata:
                  name: %s
                  namespace: default
                spec:
                  source:
                %s
                  clusterTemplate:
                    name: %s
                    spec:
                      replicas: 2
                """.formatted(name, from.indent(4).stripTrailing(), cluster);
        lab.client()
                .resource(new KubernetesSerialization().unmarshal(yaml, EtcdRestore.class))
                .create();
    }

    private static <T extends CustomResource<?, ?>> T await(String name, Class<T> type, Predicate<T> condition) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .alias(name)
                .until(
                        () -> lab.client()
                                .resources(type)
                                .inNamespace("default")
                                .withName(name)
                                .get(),
                        each -> each != null && each.getStatus() != null && condition.test(each));
    }

    private static <T extends CustomResource<?, ?>> String reason(String name, Class<T> type, String expected) {
        T resource = await(name, type, each -> expected.equals(ready(each).getReason()));
        return ready(resource).getMessage();
    }

    private static Condition ready(CustomResource<?, ?> resource) {
        List<Condition> conditions = switch (resource) {
            case EtcdBackup backup -> backup.getStatus().conditions();
            case EtcdRestore restore -> restore.getStatus().conditions();
            default -> throw new IllegalArgumentException(resource.getKind());
        };
        return ConditionSet.find(conditions, "Ready").orElseGet(Condition::new);
    }

    private static void put(String key, String value) {
        lab.etcdctl(source, member(source), "put", key, value);
    }

    private static String member(EtcdCluster cluster) {
        return cluster.getStatus().members().getFirst().name();
    }
}
