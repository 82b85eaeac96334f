// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.removal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.crds.backup.EtcdBackupSpec;
import dev.cairn.crds.backup.SnapshotStatus;
import dev.cairn.crds.cluster.DeletionPolicy;
import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.crds.cluster.status.LastSnapshotStatus;
import dev.cairn.operator.agent.AgentReport;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.snapshot.BackupView;
import dev.cairn.operator.jobs.ObservedJob;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** One line per situation in which a cluster is being deleted, and the step that follows. */
class RemovalPlannerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final String LAST = "demo-20260101120000";

    private record Line(String situation, Look look, String expected) {}

    @TestFactory
    Stream<DynamicTest> otherPolicies() {
        return run(
                new Line("it retains", look(DeletionPolicy.RETAIN), "Finish volumes stay"),
                new Line("it deletes", look(DeletionPolicy.DELETE), "Finish volumes go"));
    }

    @TestFactory
    Stream<DynamicTest> snapshotThenDelete() {
        return run(
                new Line("no EtcdBackup says where to", last(), "Wait LastSnapshotMissing"),
                new Line("one is suspended", last().backup("nightly", true), "Wait LastSnapshotMissing"),
                new Line("one says where to", last().nightly(), "Ask"),
                new Line("asked for and not made", last().nightly().asked("Deletion"), "Ask"),
                new Line("under way", last().nightly().asked("Deletion").made(false, false), "Wait LastSnapshot"),
                new Line("failed", last().nightly().asked("Deletion").made(false, true), "Wait LastSnapshotFailed"),
                new Line(
                        "failed ten minutes ago",
                        last().nightly().asked("Deletion").made(false, true).later(Duration.ofMinutes(10)),
                        "Ask"),
                new Line("stored", last().nightly().asked("Deletion").made(true, false), "Note"),
                new Line("noted", noted("Deletion"), "Prove"),
                new Line("being proven", noted("Deletion").proof(ObservedJob.Phase.ACTIVE), "Wait LastSnapshot"),
                new Line("proven", noted("Deletion").proof(ObservedJob.Phase.SUCCEEDED), "Finish volumes go"),
                new Line("not proven", noted("Deletion").proof(ObservedJob.Phase.FAILED), "Wait LastSnapshotFailed"),
                new Line(
                        "not proven, ten minutes ago",
                        noted("Deletion").proof(ObservedJob.Phase.FAILED).later(Duration.ofMinutes(10)),
                        "Ask"),
                new Line(
                        "its EtcdBackup is deleted meanwhile",
                        noted("Deletion").without(LAST),
                        "Wait LastSnapshotFailed"));
    }

    @TestFactory
    Stream<DynamicTest> snapshotThenDeleteWithoutMembers() {
        return run(
                new Line("its pods are gone", last().nightly().pods(0), "Wait LastSnapshotMissing"),
                new Line("it hibernates with a snapshot", noted("Hibernation").pods(0), "Prove"),
                new Line("it has hibernated once, and is awake", noted("Hibernation"), "Ask"),
                new Line(
                        "it hibernates, and its snapshot is proven",
                        noted("Hibernation").pods(0).proof(ObservedJob.Phase.SUCCEEDED),
                        "Finish volumes go"),
                new Line("it has no volume", last().nightly().volumes(0), "Finish volumes go"),
                new Line("the namespace is being deleted", last().nightly().namespaceEnds(), "Finish volumes go"),
                new Line("it is, and no snapshot can be had", last().pods(0).namespaceEnds(), "Finish volumes go"));
    }

    private static Stream<DynamicTest> run(Line... lines) {
        return Stream.of(lines)
                .map(line -> DynamicTest.dynamicTest(
                        line.situation(),
                        () -> assertThat(told(
                                        new RemovalPlanner().plan(line.look().seen())))
                                .isEqualTo(line.expected())));
    }

    private static String told(RemovalStep step) {
        return switch (step) {
            case RemovalStep.Finish finish -> "Finish volumes " + (finish.volumes() ? "go" : "stay");
            case RemovalStep.Wait wait -> "Wait " + wait.reason();
            default -> step.getClass().getSimpleName();
        };
    }

    private static Look look(DeletionPolicy policy) {
        return new Look(policy);
    }

    private static Look last() {
        return look(DeletionPolicy.SNAPSHOT_THEN_DELETE);
    }

    private static Look noted(String purpose) {
        Look look = last().nightly().asked(purpose).made(true, false);
        look.record = look.record.finished("o", 50L, "ab", NOW.toString());
        return look;
    }

    /** What is seen, told bit by bit: three pods and volumes, unless told otherwise. */
    private static final class Look {
        private final DeletionPolicy policy;
        private final List<BackupView> backups = new ArrayList<>();
        private LastSnapshotStatus record;
        private Optional<ObservedJob> proof = Optional.empty();
        private boolean ends;
        private int pods = 3;
        private int volumes = 3;
        private Instant now = NOW;

        private Look(DeletionPolicy policy) {
            this.policy = policy;
        }

        Look nightly() {
            return backup("nightly", false);
        }

        Look backup(String name, boolean suspended) {
            backups.add(new BackupView(name, name, false, spec(suspended), Optional.empty(), Optional.empty(), ""));
            return this;
        }

        Look asked(String purpose) {
            record = LastSnapshotStatus.asked(purpose, LAST, NOW.toString());
            return this;
        }

        Look made(boolean stored, boolean failed) {
            backups.add(new BackupView(
                    LAST,
                    LAST,
                    true,
                    spec(false),
                    stored
                            ? Optional.of(new SnapshotStatus("o", NOW.toString(), 50L, 1L, "ab", 1L, 1L, 1L))
                            : Optional.empty(),
                    failed ? Optional.of("AccessDenied: no") : Optional.empty(),
                    ""));
            return this;
        }

        Look proof(ObservedJob.Phase phase) {
            proof = Optional.of(new ObservedJob(
                    LAST + "-proof",
                    "u",
                    phase,
                    phase == ObservedJob.Phase.SUCCEEDED
                            ? AgentReport.read("{\"version\":1,\"name\":\"o\",\"revision\":50}")
                            : Optional.empty(),
                    ""));
            return this;
        }

        Look without(String backup) {
            backups.removeIf(each -> each.name().equals(backup));
            return this;
        }

        Look pods(int count) {
            pods = count;
            return this;
        }

        Look volumes(int count) {
            volumes = count;
            return this;
        }

        Look namespaceEnds() {
            ends = true;
            return this;
        }

        Look later(Duration by) {
            now = now.plus(by);
            return this;
        }

        ObservedRemoval seen() {
            var cluster = new EtcdCluster();
            cluster.setMetadata(new ObjectMetaBuilder()
                    .withNamespace("default")
                    .withName("demo")
                    .build());
            return new ObservedRemoval(
                    cluster,
                    ObservedCluster.NO_STATUS.withLastSnapshot(record),
                    policy,
                    ends,
                    pods,
                    java.util.Collections.nCopies(volumes, new ObservedRemoval.Volume("data", "u")),
                    List.of(),
                    backups,
                    proof,
                    now);
        }

        private static EtcdBackupSpec spec(boolean suspended) {
            return new KubernetesSerialization().unmarshal("""
                            clusterRef: {name: demo}
                            suspend: %s
                            destination: {s3: {bucket: backups, credentialsSecretRef: {name: s3}}}
                            """.formatted(suspended), EtcdBackupSpec.class);
        }
    }
}
