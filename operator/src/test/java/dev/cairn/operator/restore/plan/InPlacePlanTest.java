// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.restore.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.crds.backup.SnapshotStatus;
import dev.cairn.crds.cluster.EtcdClusterStatus;
import dev.cairn.crds.cluster.status.RecoveryPhase;
import dev.cairn.crds.cluster.status.RecoveryStatus;
import dev.cairn.crds.cluster.status.RevisionMark;
import dev.cairn.crds.restore.EtcdRestoreSpec;
import dev.cairn.crds.restore.EtcdRestoreStatus;
import dev.cairn.crds.restore.InPlaceStatus;
import dev.cairn.crds.restore.ResolvedSource;
import dev.cairn.crds.restore.RestorePhase;
import dev.cairn.crds.store.S3Location;
import dev.cairn.crds.store.SecretRef;
import dev.cairn.operator.agent.AgentReport;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.jobs.ObservedJob;
import dev.cairn.operator.naming.ResourceKey;
import dev.cairn.operator.restore.observe.ObservedRestore;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** One line per situation of a restore in place: what is seen, and the one step that follows. */
class InPlacePlanTest {
    private static final S3Location STORE = new S3Location("b", null, null, null, null, new SecretRef("s"), null);
    private static final ResolvedSource SOURCE = new ResolvedSource(STORE, "one.snap", "ab", null, null);
    private static final InPlaceStatus PLACE = new InPlaceStatus("c-new", "c1", 40L, 1040L);

    @TestFactory
    Stream<DynamicTest> snapshots() {
        return run(
                line("no such cluster", seen(), "Hold ClusterNotFound"),
                line("it has not formed", seen().cluster(null), "Hold ClusterNotFormed"),
                line("it is another one", seen().meant("c1").cluster("c2"), "Fail ClusterIdMismatch"),
                line("it is the one that is meant", seen().meant("c1").cluster("c1"), "Prepare one.snap +1040"),
                line("no matter which", seen().cluster("c1"), "Prepare one.snap +1040"),
                line(
                        "another restore of it is under way",
                        seen().cluster("c1").recovery("other", RecoveryPhase.SEEDING),
                        "Hold OtherRestoreUnderWay"),
                line(
                        "another restore of it is over",
                        seen().cluster("c1").recovery("other", RecoveryPhase.COMPLETED),
                        "Prepare one.snap +1040"),
                line("announced, no Job", seen().cluster("c1").at(RestorePhase.VERIFYING), "Prepare one.snap +1040"),
                line(
                        "damaged",
                        seen().cluster("c1").at(RestorePhase.VERIFYING).job("HashMismatch"),
                        "Fail HashMismatch"),
                line(
                        "restored by someone else meanwhile",
                        seen().meant("c1")
                                .cluster("c2")
                                .at(RestorePhase.VERIFYING)
                                .job(null),
                        "Fail ClusterIdMismatch"),
                line(
                        "a member is made",
                        seen().cluster("c1").at(RestorePhase.VERIFYING).job(null),
                        "Request"),
                line("announced, not asked", seen().cluster("c1").at(RestorePhase.RESTORING), "Request"),
                line("asked", seen().cluster("c1").at(RestorePhase.RESTORING).asked(), "Hold Requested"),
                line(
                        "under way: it is another cluster by now",
                        seen().meant("c1")
                                .cluster("c2")
                                .at(RestorePhase.RESTORING)
                                .recovery("u", RecoveryPhase.GROWING),
                        "Hold Restoring"),
                line(
                        "over",
                        seen().cluster("c2").at(RestorePhase.RESTORING).recovery("u", RecoveryPhase.COMPLETED),
                        "Complete"),
                line(
                        "undone",
                        seen().cluster("c1").at(RestorePhase.RESTORING).recovery("u", RecoveryPhase.PUT_BACK),
                        "Fail PutBack"),
                line("the cluster was deleted", seen().at(RestorePhase.RESTORING), "Fail ClusterDeleted"),
                line("done", seen().cluster("c2").at(RestorePhase.COMPLETED), "Hold Restored"));
    }

    @TestFactory
    Stream<DynamicTest> survivors() {
        return run(
                line(
                        "a quorum answered just now",
                        seen().survivor().cluster("c1").available(),
                        "Hold QuorumAnswers"),
                line(
                        "and still does",
                        seen().survivor().cluster("c1").available().later(),
                        "Fail QuorumAnswers"),
                line("none does", seen().survivor().cluster("c1"), "Request"),
                line(
                        "asked",
                        seen().survivor()
                                .cluster("c1")
                                .at(RestorePhase.RESTORING)
                                .asked(),
                        "Hold Requested"),
                line(
                        "asked, and a quorum is back",
                        seen().survivor()
                                .cluster("c1")
                                .at(RestorePhase.RESTORING)
                                .asked()
                                .available()
                                .later(),
                        "Fail QuorumAnswers"));
    }

    /** The control of every promise about revisions: what was seen is part of what is added. */
    @Test
    void theRevisionEndsAboveEveryOneThatWasSeen() {
        var step = (RestoreStep.Prepare)
                new RestorePlanner().plan(seen().cluster("c1").look());
        assertThat(step.place().knownRevision()).isEqualTo(40);
        assertThat(step.place().bumpRevision()).isEqualTo(1040);
    }

    private record Line(String situation, Told told, String expected) {}

    private static Line line(String situation, Told told, String expected) {
        return new Line(situation, told, expected);
    }

    private static Stream<DynamicTest> run(Line... lines) {
        return Stream.of(lines)
                .map(line -> DynamicTest.dynamicTest(
                        line.situation(),
                        () -> assertThat(told(
                                        new RestorePlanner().plan(line.told().look())))
                                .isEqualTo(line.expected())));
    }

    private static String told(RestoreStep step) {
        return switch (step) {
            case RestoreStep.Hold hold -> "Hold " + hold.reason();
            case RestoreStep.Fail fail -> "Fail " + fail.reason();
            case RestoreStep.Prepare prepare ->
                "Prepare " + prepare.source().object() + " +" + prepare.place().bumpRevision();
            case RestoreStep.Request request -> "Request";
            case RestoreStep.Complete complete -> "Complete";
            default -> step.toString();
        };
    }

    private static Told seen() {
        return new Told();
    }

    /** A look at a restore, told piece by piece. */
    private static final class Told {
        private String source = "{backupRef: {name: b}}";
        private String meant = "";
        private boolean there;
        private EtcdClusterStatus cluster =
                ObservedCluster.NO_STATUS.withHighestRevision(new RevisionMark(40L, Instant.EPOCH.toString()));
        private EtcdRestoreStatus status = ObservedRestore.NO_STATUS;
        private Optional<String> request = Optional.empty();
        private final TreeMap<String, ObservedJob> jobs = new TreeMap<>();
        private Instant now = Instant.EPOCH;

        Told survivor() {
            source = "{survivor: {auto: true}}";
            return this;
        }

        Told meant(String id) {
            meant = ", clusterId: " + id;
            return this;
        }

        Told cluster(String id) {
            there = true;
            return status(each -> each.withClusterId(id));
        }

        private Told status(UnaryOperator<EtcdClusterStatus> change) {
            cluster = change.apply(cluster);
            return this;
        }

        Told recovery(String uid, RecoveryPhase phase) {
            return status(each -> each.withRecovery(new RecoveryStatus(
                    "r",
                    uid,
                    phase,
                    "one.snap",
                    "c-new",
                    null,
                    "c1",
                    40L,
                    null,
                    1050L,
                    null,
                    null,
                    null,
                    null,
                    null,
                    true,
                    "words")));
        }

        Told available() {
            var condition = new ConditionBuilder()
                    .withType("Available")
                    .withStatus("True")
                    .build();
            return status(each -> new EtcdClusterStatus(
                    null,
                    List.of(condition),
                    each.clusterId(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    each.recovery(),
                    each.highestRevision()));
        }

        Told later() {
            now = now.plus(InPlacePlan.NEWS_TAKE);
            return this;
        }

        Told at(RestorePhase phase) {
            status = new EtcdRestoreStatus(null, null, phase, SOURCE, "r-verify", null, PLACE);
            return this;
        }

        Told asked() {
            request = Optional.of("r/u");
            return this;
        }

        Told job(String failure) {
            var report = new AgentReport(
                    1,
                    "one.snap",
                    10L,
                    2L,
                    0L,
                    2L,
                    "ab",
                    2L,
                    2L,
                    List.of(),
                    List.of(),
                    failure == null ? null : "it failed",
                    failure);
            var phase = failure == null ? ObservedJob.Phase.SUCCEEDED : ObservedJob.Phase.FAILED;
            jobs.put("r-verify", new ObservedJob("r-verify", "u", phase, Optional.of(report), ""));
            return this;
        }

        ObservedRestore look() {
            var spec = new KubernetesSerialization()
                    .unmarshal(
                            "source: " + source + "\nclusterRef: {name: c" + meant + "}\nbumpRevision: 1000\n",
                            EtcdRestoreSpec.class);
            var backup = new ObservedRestore.BackupView(
                    STORE, List.of(new SnapshotStatus("one.snap", "", 1L, 1L, "ab", 1L, 1L, 1L)));
            return new ObservedRestore(
                    new ResourceKey("default", "r", "u"),
                    1,
                    "1",
                    spec,
                    status,
                    Optional.of(backup),
                    there
                            ? Optional.of(new ObservedRestore.TargetView(
                                    "c-uid", Optional.empty(), true, "ready", request, null, Optional.of(cluster)))
                            : Optional.empty(),
                    jobs,
                    new TreeSet<>(),
                    "c-new",
                    Instant.EPOCH,
                    now);
        }
    }
}
