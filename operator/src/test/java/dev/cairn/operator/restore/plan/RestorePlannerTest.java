// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.restore.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.crds.backup.SnapshotStatus;
import dev.cairn.crds.restore.EtcdRestoreSpec;
import dev.cairn.crds.restore.EtcdRestoreStatus;
import dev.cairn.crds.restore.ResolvedSource;
import dev.cairn.crds.restore.RestorePhase;
import dev.cairn.crds.store.S3Location;
import dev.cairn.crds.store.SecretRef;
import dev.cairn.operator.agent.AgentReport;
import dev.cairn.operator.jobs.ObservedJob;
import dev.cairn.operator.naming.ResourceKey;
import dev.cairn.operator.restore.desired.RestoredCluster;
import dev.cairn.operator.restore.observe.ObservedRestore;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** One line per situation: what is seen of a restore, and the one step that follows. */
class RestorePlannerTest {
    private static final S3Location STORE = new S3Location("b", null, null, null, null, new SecretRef("s"), null);
    private static final ResolvedSource SOURCE = new ResolvedSource(STORE, "one.snap", "ab", null, null);

    @TestFactory
    Stream<DynamicTest> steps() {
        return Stream.of(
                        line("no such backup", seen(), "Hold BackupNotFound"),
                        line("a backup that never succeeded", seen().backup(), "Hold NoSnapshotYet"),
                        line(
                                "a snapshot it does not list",
                                seen().wants("x.snap").backup("one.snap"),
                                "Hold SnapshotNotFound"),
                        line("its last snapshot", seen().backup("two.snap", "one.snap"), "Verify two.snap"),
                        line(
                                "an older one",
                                seen().wants("one.snap").backup("two.snap", "one.snap"),
                                "Verify one.snap"),
                        line("no Secret", seen().backup("one.snap").missing("Secret x/s"), "Hold SecretMissing"),
                        line(
                                "the name is taken",
                                seen().backup("one.snap").target("stranger", true),
                                "Fail ClusterExists"),
                        line("announced, no Job", seen().at(RestorePhase.VERIFYING), "Verify one.snap"),
                        line(
                                "verifying",
                                seen().at(RestorePhase.VERIFYING).job(ObservedJob.Phase.ACTIVE, null),
                                "Hold Verifying"),
                        line(
                                "verifying, one try failed",
                                seen().at(RestorePhase.VERIFYING).job(ObservedJob.Phase.ACTIVE, "Unreachable"),
                                "Hold Unreachable"),
                        line(
                                "damaged",
                                seen().at(RestorePhase.VERIFYING).job(ObservedJob.Phase.FAILED, "HashMismatch"),
                                "Fail HashMismatch"),
                        line(
                                "sound",
                                seen().at(RestorePhase.VERIFYING).job(ObservedJob.Phase.SUCCEEDED, null),
                                "CreateCluster one.snap"),
                        line(
                                "the name was taken meanwhile",
                                seen().at(RestorePhase.VERIFYING)
                                        .job(ObservedJob.Phase.SUCCEEDED, null)
                                        .target("stranger", true),
                                "Fail ClusterExists"),
                        line("announced, no cluster", seen().at(RestorePhase.RESTORING), "CreateCluster one.snap"),
                        line("growing", seen().at(RestorePhase.RESTORING).target("u", false), "Hold Restoring"),
                        line("ready", seen().at(RestorePhase.RESTORING).target("u", true), "Complete"),
                        line(
                                "deleted by someone",
                                seen().at(RestorePhase.RESTORING).made(),
                                "Fail ClusterDeleted"),
                        line("done", seen().at(RestorePhase.COMPLETED), "Hold Restored"),
                        line("failed", seen().at(RestorePhase.FAILED), "Hold Failed"))
                .map(line -> DynamicTest.dynamicTest(
                        line.situation(),
                        () -> assertThat(told(
                                        new RestorePlanner().plan(line.told().look())))
                                .isEqualTo(line.expected())));
    }

    @Test
    void theClusterBeginsWithTheSnapshotAndBelongsToNobody() {
        var cluster = RestoredCluster.of(
                new ResourceKey("default", "r", "u"), seen().look().spec(), SOURCE);
        assertThat(cluster.getMetadata().getOwnerReferences()).isEmpty();
        assertThat(cluster.getSpec().bootstrap().restoreFrom().object()).isEqualTo("one.snap");
        assertThat(cluster.getSpec().bootstrap().restoreFrom().bumpRevision()).isEqualTo(1000);
        assertThat(cluster.getSpec().bootstrap().restoreFrom().markCompacted()).isTrue();
    }

    private record Line(String situation, Told told, String expected) {}

    private static Line line(String situation, Told told, String expected) {
        return new Line(situation, told, expected);
    }

    private static String told(RestoreStep step) {
        return switch (step) {
            case RestoreStep.Hold hold -> "Hold " + hold.reason();
            case RestoreStep.Fail fail -> "Fail " + fail.reason();
            case RestoreStep.Verify verify -> "Verify " + verify.source().object();
            case RestoreStep.CreateCluster create ->
                "CreateCluster " + create.source().object();
            case RestoreStep.Prepare prepare ->
                "Prepare " + prepare.source().object() + " +" + prepare.place().bumpRevision();
            case RestoreStep.Request request -> "Request";
            case RestoreStep.Complete complete -> "Complete";
        };
    }

    private static Told seen() {
        return new Told();
    }

    /** A look at a restore, told piece by piece. */
    private static final class Told {
        private String snapshot = "";
        private EtcdRestoreStatus status = ObservedRestore.NO_STATUS;
        private Optional<ObservedRestore.BackupView> backup = Optional.empty();
        private Optional<ObservedRestore.TargetView> target = Optional.empty();
        private final TreeMap<String, ObservedJob> jobs = new TreeMap<>();
        private final TreeSet<String> missing = new TreeSet<>();

        Told wants(String object) {
            snapshot = "    snapshot: " + object + "\n";
            return this;
        }

        Told backup(String... objects) {
            backup = Optional.of(new ObservedRestore.BackupView(
                    STORE,
                    Stream.of(objects)
                            .map(each -> new SnapshotStatus(each, "", 1L, 1L, "ab", 1L, 1L, 1L))
                            .toList()));
            return this;
        }

        Told missing(String what) {
            missing.add(what);
            return this;
        }

        Told target(String madeBy, boolean ready) {
            target = Optional.of(new ObservedRestore.TargetView(
                    "c", Optional.of(madeBy), ready, "growing", Optional.empty(), null, Optional.empty()));
            return this;
        }

        Told at(RestorePhase phase) {
            status = new EtcdRestoreStatus(null, null, phase, SOURCE, "r-verify", null, null);
            return this;
        }

        Told made() {
            status = new EtcdRestoreStatus(null, null, status.phase(), SOURCE, "r-verify", "c", null);
            return this;
        }

        Told job(ObservedJob.Phase phase, String reason) {
            var report = new AgentReport(
                    1,
                    "one.snap",
                    2L,
                    2L,
                    0L,
                    2L,
                    "ab",
                    2L,
                    2L,
                    List.of(),
                    List.of(),
                    reason == null ? null : "it failed",
                    reason);
            boolean silent = phase == ObservedJob.Phase.ACTIVE && reason == null;
            jobs.put(
                    "r-verify",
                    new ObservedJob("r-verify", "u", phase, silent ? Optional.empty() : Optional.of(report), ""));
            return this;
        }

        ObservedRestore look() {
            return new ObservedRestore(
                    new ResourceKey("default", "r", "u"),
                    1,
                    "1",
                    new KubernetesSerialization()
                            .unmarshal(
                                    "source:\n  backupRef:\n    name: b\n" + snapshot
                                            + "clusterTemplate:\n  name: c\n  spec:\n    replicas: 3\n"
                                            + "bumpRevision: 1000\nmarkCompacted: true\n",
                                    EtcdRestoreSpec.class),
                    status,
                    backup,
                    target,
                    jobs,
                    missing,
                    "c-new",
                    Instant.EPOCH,
                    Instant.EPOCH);
        }
    }
}
