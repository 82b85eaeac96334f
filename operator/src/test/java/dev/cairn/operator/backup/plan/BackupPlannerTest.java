// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.crds.backup.EtcdBackupSpec;
import dev.cairn.crds.backup.EtcdBackupStatus;
import dev.cairn.crds.backup.FailureStatus;
import dev.cairn.crds.backup.RunStatus;
import dev.cairn.crds.backup.SnapshotStatus;
import dev.cairn.operator.agent.AgentReport;
import dev.cairn.operator.backup.observe.ObservedBackup;
import dev.cairn.operator.backup.status.BackupStatusAssembler;
import dev.cairn.operator.conditions.ConditionSet;
import dev.cairn.operator.jobs.ObservedJob;
import dev.cairn.operator.naming.ResourceKey;
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

/** One line per situation: what is seen of a backup, and the one step that follows. */
class BackupPlannerTest {
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:30Z");
    private static final String EVERY_HOUR = "schedule: \"0 * * * *\"\n";

    @TestFactory
    Stream<DynamicTest> once() {
        return run(
                line("nothing was done", seen("", "00:01:00"), "Start b-1"),
                line("it succeeded", seen("", "00:01:00").succeeded("00:00:50"), "Hold Completed"),
                line("it failed", seen("", "00:01:00").failed("AccessDenied", 1), "Hold AccessDenied"),
                line("it failed, and was changed since", seen("", "00:01:00").failed("AccessDenied", 0), "Start b-1"),
                line("suspended", seen("suspend: true\n", "00:01:00"), "Hold Suspended"),
                line("no cluster", seen("", "00:01:00").cluster(null), "Hold ClusterNotFound"),
                line("a cluster that is down", seen("", "00:01:00").cluster(false), "Hold ClusterNotAvailable"),
                line("no Secret", seen("", "00:01:00").missing("Secret x/y does not exist"), "Hold SecretMissing"));
    }

    @TestFactory
    Stream<DynamicTest> bySchedule() {
        return run(
                line("not due yet", seen(EVERY_HOUR, "00:59:59"), "Hold Waiting 01:00"),
                line("due this second", seen(EVERY_HOUR, "01:00:00"), "Start b-20260101010000"),
                line("two were missed: the last counts", seen(EVERY_HOUR, "02:30:00"), "Start b-20260101020000"),
                line(
                        "done for this hour",
                        seen(EVERY_HOUR, "01:10:00").due("2026-01-01T01:00:00Z").succeeded("01:01:00"),
                        "Hold Waiting 02:00"),
                line(
                        "another time zone",
                        seen("schedule: \"0 3 * * *\"\ntimeZone: Asia/Tokyo\n", "17:59:00"),
                        "Hold Waiting 18:00"),
                line("no such minute", seen("schedule: \"61 * * * *\"\n", "01:00:00"), "Hold InvalidSchedule"),
                line("no such zone", seen(EVERY_HOUR + "timeZone: Mars/Base\n", "01:00:00"), "Hold InvalidSchedule"),
                line(
                        "a fault shows before it is due",
                        seen(EVERY_HOUR, "00:30:00").missing("Secret x/y does not exist"),
                        "Hold SecretMissing"));
    }

    @TestFactory
    Stream<DynamicTest> underWay() {
        return run(
                line("announced and not made", seen("", "00:01:00").running("b-1"), "Start b-1"),
                line(
                        "under way",
                        seen("", "00:01:00").running("b-1").job(ObservedJob.Phase.ACTIVE, null),
                        "Hold Running"),
                line(
                        "under way, one try has failed",
                        seen("", "00:01:00").running("b-1").job(ObservedJob.Phase.ACTIVE, "AccessDenied"),
                        "Hold AccessDenied"),
                line("ended", seen("", "00:01:00").running("b-1").job(ObservedJob.Phase.SUCCEEDED, null), "Settle b-1"),
                line(
                        "suspended while under way: it is finished",
                        seen("suspend: true\n", "00:01:00").running("b-1").job(ObservedJob.Phase.SUCCEEDED, null),
                        "Settle b-1"));
    }

    @TestFactory
    Stream<DynamicTest> looks() {
        return run(
                line(
                        "an hour after the last look",
                        seen("", "02:00:50").succeeded("00:00:50").checked("01:00:50"),
                        "Check b-c20260101020050"),
                line("before", seen("", "02:00:49").succeeded("00:00:50").checked("01:00:50"), "Hold Completed"),
                line(
                        "a status of an earlier release: at once",
                        seen("", "00:01:00").succeeded("00:00:50").checked(null),
                        "Check b-c20260101000100"),
                line(
                        "nothing is listed",
                        seen("", "05:00:00").failed("AccessDenied", 1).checked(null),
                        "Hold AccessDenied"),
                line(
                        "suspended: nothing is started",
                        seen("suspend: true\n", "05:00:00").succeeded("00:00:50"),
                        "Hold Suspended"),
                line(
                        "a backup that is due comes first",
                        seen(EVERY_HOUR, "05:00:00").succeeded("00:00:50"),
                        "Start b-20260101050000"),
                line(
                        "the cluster is gone, its snapshots are looked after",
                        seen(EVERY_HOUR, "05:00:00").succeeded("00:00:50").cluster(null),
                        "Check b-c20260101050000"),
                line(
                        "no Secret to look with",
                        seen("", "05:00:00").succeeded("00:00:50").missing("Secret x/y does not exist"),
                        "Hold Completed"),
                line(
                        "announced and not made",
                        seen("", "00:02:00").succeeded("00:00:50").checking("b-1"),
                        "Check b-1"),
                line(
                        "under way",
                        seen("", "00:02:00")
                                .succeeded("00:00:50")
                                .checking("b-1")
                                .job(ObservedJob.Phase.ACTIVE, null),
                        "Hold Completed"),
                line(
                        "ended",
                        seen("", "00:02:00")
                                .succeeded("00:00:50")
                                .checking("b-1")
                                .job(ObservedJob.Phase.SUCCEEDED, null),
                        "SettleCheck b-1"),
                line(
                        "ended, and suspended since",
                        seen("suspend: true\n", "00:02:00")
                                .succeeded("00:00:50")
                                .checking("b-1")
                                .job(ObservedJob.Phase.FAILED, "AccessDenied"),
                        "SettleCheck b-1"));
    }

    @Test
    void aSnapshotThatIsGoneIsNotListedAndNotReady() {
        EtcdBackupStatus status = settled(seen("", "02:00:00")
                .succeeded("01:00:00")
                .checking("b-1")
                .gone("old.snap")
                .job(ObservedJob.Phase.SUCCEEDED, null));
        assertThat(status.currentCheck()).isNull();
        assertThat(status.lastChecked()).isEqualTo("2026-01-01T02:00:00Z");
        assertThat(status.snapshots()).isEmpty();
        assertThat(said(status, "Ready")).isEqualTo("False SnapshotGone");
        assertThat(said(status, "StoreChecked")).isEqualTo("True Checked");
    }

    @Test
    void aLookThatFailsLeavesWhatIsListedAndSaysSo() {
        EtcdBackupStatus status = settled(seen("", "02:00:00")
                .succeeded("01:00:00")
                .checking("b-1")
                .job(ObservedJob.Phase.FAILED, "AccessDenied"));
        assertThat(status.currentCheck()).isNull();
        assertThat(status.snapshots()).hasSize(1);
        assertThat(said(status, "Ready")).isEqualTo("True BackedUp");
        assertThat(said(status, "StoreChecked")).isEqualTo("False AccessDenied");
    }

    @Test
    void aBackupFindsWhatIsGoneTooAndTellsWhatItDidNotDeleteItself() {
        ObservedBackup seen = seen("", "02:00:00")
                .succeeded("01:00:00")
                .running("b-1")
                .gone("old.snap")
                .job(ObservedJob.Phase.SUCCEEDED, null)
                .look();
        BackupStep step = new BackupPlanner().plan(seen);
        assertThat(BackupStatusAssembler.assemble(seen, step, seen.status()).snapshots())
                .extracting(SnapshotStatus::object)
                .containsExactly("new.snap");
        assertThat(BackupStatusAssembler.lost(step)).containsExactly("old.snap");
    }

    private static EtcdBackupStatus settled(Told told) {
        ObservedBackup seen = told.look();
        return BackupStatusAssembler.assemble(seen, new BackupPlanner().plan(seen), seen.status());
    }

    private static String said(EtcdBackupStatus status, String type) {
        return ConditionSet.find(status.conditions(), type)
                .map(each -> each.getStatus() + " " + each.getReason())
                .orElse("nothing");
    }

    @Test
    void whatIsInTheStoreStaysListed() {
        ObservedBackup seen = seen("retention:\n  keepLast: 1\n", "02:00:00")
                .succeeded("01:00:00")
                .running("b-1")
                .job(ObservedJob.Phase.SUCCEEDED, null)
                .look();
        EtcdBackupStatus status = BackupStatusAssembler.assemble(seen, new BackupPlanner().plan(seen), seen.status());
        assertThat(status.currentRun()).isNull();
        assertThat(status.lastSuccess().object()).isEqualTo("new.snap");
        assertThat(status.snapshots()).extracting(SnapshotStatus::object).containsExactly("new.snap", "old.snap");
    }

    @Test
    void aFailureKeepsTheLastSuccess() {
        ObservedBackup seen = seen("", "02:00:00")
                .succeeded("01:00:00")
                .running("b-1")
                .job(ObservedJob.Phase.FAILED, "NoSuchBucket")
                .look();
        EtcdBackupStatus status = BackupStatusAssembler.assemble(seen, new BackupPlanner().plan(seen), seen.status());
        assertThat(status.lastSuccess().object()).isEqualTo("old.snap");
        assertThat(status.lastFailure().reason()).isEqualTo("NoSuchBucket");
        assertThat(status.conditions().getFirst().getReason()).isEqualTo("NoSuchBucket");
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
                                        new BackupPlanner().plan(line.told().look())))
                                .isEqualTo(line.expected())));
    }

    private static String told(BackupStep step) {
        return switch (step) {
            case BackupStep.Start start -> "Start " + start.job();
            case BackupStep.Check check -> "Check " + check.job();
            case BackupStep.SettleCheck settle -> "SettleCheck " + settle.job().name();
            case BackupStep.Settle settle -> "Settle " + settle.job().name();
            case BackupStep.Hold hold ->
                "Hold " + hold.reason()
                        + hold.until()
                                .map(each -> " " + each.toString().substring(11, 16))
                                .orElse("");
        };
    }

    private static Told seen(String spec, String time) {
        return new Told(spec, Instant.parse("2026-01-01T" + time + "Z"));
    }

    /** A look at a backup, told piece by piece. */
    private static final class Told {
        private final String spec;
        private final Instant now;
        private String due;
        private SnapshotStatus success;
        private FailureStatus failure;
        private RunStatus run;
        private RunStatus check;
        private String checked;
        private List<String> gone = List.of();
        private Boolean available = true;
        private final TreeMap<String, ObservedJob> jobs = new TreeMap<>();
        private final TreeSet<String> missing = new TreeSet<>();

        Told(String spec, Instant now) {
            this.spec = spec;
            this.now = now;
        }

        Told due(String time) {
            due = time;
            return this;
        }

        Told succeeded(String time) {
            success = new SnapshotStatus("old.snap", "2026-01-01T" + time + "Z", 1L, 1L, "", 1L, 1L, 1L);
            return checked(time);
        }

        Told checked(String time) {
            checked = time == null ? null : "2026-01-01T" + time + "Z";
            return this;
        }

        Told checking(String job) {
            check = new RunStatus(job, CREATED.toString(), CREATED.toString());
            return this;
        }

        /** What the Job that is told next will miss. */
        Told gone(String object) {
            gone = List.of(object);
            return this;
        }

        Told failed(String reason, long generation) {
            failure = new FailureStatus("2026-01-01T00:00:55Z", reason, "it failed", generation);
            return this;
        }

        Told running(String job) {
            run = new RunStatus(job, CREATED.toString(), CREATED.toString());
            return this;
        }

        Told job(ObservedJob.Phase phase, String reason) {
            var report = new AgentReport(
                    1,
                    "new.snap",
                    2L,
                    2L,
                    0L,
                    2L,
                    "ab",
                    2L,
                    2L,
                    List.of(),
                    gone,
                    reason == null ? null : "it failed",
                    reason);
            boolean silent = phase == ObservedJob.Phase.ACTIVE && reason == null;
            jobs.put("b-1", new ObservedJob("b-1", "u", phase, silent ? Optional.empty() : Optional.of(report), ""));
            return this;
        }

        Told cluster(Boolean isAvailable) {
            available = isAvailable;
            return this;
        }

        Told missing(String what) {
            missing.add(what);
            return this;
        }

        ObservedBackup look() {
            return new ObservedBackup(
                    new ResourceKey("default", "b", "u"),
                    1,
                    "1",
                    CREATED,
                    new KubernetesSerialization().unmarshal("clusterRef:\n  name: c\n" + spec, EtcdBackupSpec.class),
                    new EtcdBackupStatus(
                            null,
                            null,
                            run,
                            due,
                            success,
                            failure,
                            success == null ? null : List.of(success),
                            null,
                            check,
                            checked),
                    Optional.ofNullable(available)
                            .map(each -> new ObservedBackup.ClusterView("c", each, "https://c", Optional.empty())),
                    jobs,
                    missing,
                    now);
        }
    }
}
