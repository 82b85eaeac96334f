// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.backup.status;

import dev.cairn.crds.backup.EtcdBackupStatus;
import dev.cairn.crds.backup.FailureStatus;
import dev.cairn.crds.backup.SnapshotStatus;
import dev.cairn.operator.agent.AgentReport;
import dev.cairn.operator.backup.observe.ObservedBackup;
import dev.cairn.operator.backup.plan.BackupStep;
import dev.cairn.operator.backup.plan.CronSchedule;
import dev.cairn.operator.conditions.ConditionSet;
import dev.cairn.operator.jobs.ObservedJob;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a backup's status from what was seen and planned. Pure. */
public final class BackupStatusAssembler {
    /** A status lists so many snapshots and no more; the store holds them all. */
    private static final int SNAPSHOTS_MAX = 10;

    private static final String STORE_CHECKED = "StoreChecked";

    private BackupStatusAssembler() {}

    /** @param base the status as it was written last */
    public static EtcdBackupStatus assemble(ObservedBackup seen, BackupStep step, EtcdBackupStatus base) {
        EtcdBackupStatus settled = switch (step) {
            case BackupStep.Settle settle -> settle(seen, settle.job(), base);
            case BackupStep.SettleCheck check -> settleCheck(seen, check.job(), base);
            default -> base;
        };
        return new EtcdBackupStatus(
                seen.generation(),
                conditions(seen, step, settled),
                settled.currentRun(),
                settled.lastDue(),
                settled.lastSuccess(),
                settled.lastFailure(),
                settled.snapshots(),
                nextRun(seen),
                settled.currentCheck(),
                settled.lastChecked());
    }

    /** Of the snapshots that were listed, those that a run missed in the store and did not delete itself. */
    public static List<String> lost(BackupStep step) {
        Optional<ObservedJob> job = switch (step) {
            case BackupStep.Settle settle -> Optional.of(settle.job());
            case BackupStep.SettleCheck check -> Optional.of(check.job());
            default -> Optional.empty();
        };
        return job.filter(ObservedJob::succeeded)
                .flatMap(ObservedJob::report)
                .map(report -> report.gone().stream()
                        .filter(each -> !report.pruned().contains(each))
                        .toList())
                .orElse(List.of());
    }

    private static EtcdBackupStatus settle(ObservedBackup seen, ObservedJob job, EtcdBackupStatus base) {
        String now = seconds(seen);
        if (!job.succeeded()) {
            return new EtcdBackupStatus(
                    base.observedGeneration(),
                    base.conditions(),
                    null,
                    base.lastDue(),
                    base.lastSuccess(),
                    new FailureStatus(
                            now, job.failureReason().orElse("NoReport"), job.failureMessage(), seen.generation()),
                    base.snapshots(),
                    base.nextRun(),
                    base.currentCheck(),
                    base.lastChecked());
        }
        AgentReport report = job.report().orElseThrow();
        var snapshot = new SnapshotStatus(
                report.name(),
                now,
                report.revision(),
                report.sizeBytes(),
                report.sha256(),
                report.hashKV(),
                report.totalKeys(),
                report.durationMillis());
        var listed = new ArrayList<SnapshotStatus>();
        listed.add(snapshot);
        remaining(base.snapshots(), report).stream()
                .filter(each -> !each.object().equals(snapshot.object()))
                .forEach(listed::add);
        return new EtcdBackupStatus(
                base.observedGeneration(),
                base.conditions(),
                null,
                base.lastDue(),
                snapshot,
                base.lastFailure(),
                List.copyOf(listed.subList(0, Math.min(SNAPSHOTS_MAX, listed.size()))),
                base.nextRun(),
                base.currentCheck(),
                now);
    }

    private static EtcdBackupStatus settleCheck(ObservedBackup seen, ObservedJob job, EtcdBackupStatus base) {
        return new EtcdBackupStatus(
                base.observedGeneration(),
                base.conditions(),
                base.currentRun(),
                base.lastDue(),
                base.lastSuccess(),
                base.lastFailure(),
                job.succeeded() ? remaining(base.snapshots(), job.report().orElseThrow()) : base.snapshots(),
                base.nextRun(),
                null,
                seconds(seen));
    }

    private static List<SnapshotStatus> remaining(List<SnapshotStatus> before, AgentReport report) {
        return before == null
                ? List.of()
                : before.stream()
                        .filter(each -> !report.pruned().contains(each.object())
                                && !report.gone().contains(each.object()))
                        .toList();
    }

    private static String seconds(ObservedBackup seen) {
        return seen.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static List<Condition> conditions(ObservedBackup seen, BackupStep step, EtcdBackupStatus status) {
        var conditions = new ConditionSet(seen.status().conditions(), seen.generation(), seen.now());
        Optional<BackupStep.Hold> fault =
                step instanceof BackupStep.Hold hold && hold.fault() ? Optional.of(hold) : Optional.empty();
        if (fault.isPresent()) {
            conditions.say("Ready", false, fault.get().reason(), fault.get().message());
        } else if (failedLast(status)) {
            conditions.say(
                    "Ready",
                    false,
                    status.lastFailure().reason(),
                    status.lastFailure().message());
        } else if (status.lastSuccess() == null) {
            conditions.say("Ready", false, "NoBackupYet", step.message());
        } else if (gone(status)) {
            conditions.say(
                    "Ready",
                    false,
                    "SnapshotGone",
                    "the last backup, " + status.lastSuccess().object() + ", is not in the store any more");
        } else {
            conditions.say(
                    "Ready",
                    true,
                    "BackedUp",
                    "the last backup is " + status.lastSuccess().object());
        }
        boolean running = status.currentRun() != null;
        conditions.say(
                "Progressing",
                running,
                running ? "Running" : step instanceof BackupStep.Hold hold ? hold.reason() : "AtRest",
                step.message());
        storeChecked(conditions, seen, step, status);
        return conditions.asList();
    }

    /** Says what the last look came to; stands until the next one has ended. */
    private static void storeChecked(
            ConditionSet conditions, ObservedBackup seen, BackupStep step, EtcdBackupStatus status) {
        boolean saved = step instanceof BackupStep.Settle settle && settle.job().succeeded();
        if (saved || step instanceof BackupStep.SettleCheck check && check.job().succeeded()) {
            conditions.say(STORE_CHECKED, true, "Checked", "what is listed was in the store at status.lastChecked");
        } else if (step instanceof BackupStep.SettleCheck check) {
            conditions.say(
                    STORE_CHECKED,
                    false,
                    check.job().failureReason().orElse("NoReport"),
                    check.job().failureMessage());
        } else {
            ConditionSet.find(seen.status().conditions(), STORE_CHECKED)
                    .ifPresent(each -> conditions.say(
                            STORE_CHECKED, "True".equals(each.getStatus()), each.getReason(), each.getMessage()));
        }
    }

    private static boolean gone(EtcdBackupStatus status) {
        return status.snapshots() == null
                || status.snapshots().stream()
                        .noneMatch(each ->
                                each.object().equals(status.lastSuccess().object()));
    }

    private static boolean failedLast(EtcdBackupStatus status) {
        return status.lastFailure() != null
                && (status.lastSuccess() == null
                        || status.lastFailure()
                                        .time()
                                        .compareTo(status.lastSuccess().time())
                                > 0);
    }

    private static String nextRun(ObservedBackup seen) {
        if (seen.spec().schedule() == null || Boolean.TRUE.equals(seen.spec().suspend())) {
            return null;
        }
        try {
            return CronSchedule.of(seen.spec().schedule(), seen.spec().timeZone())
                    .next(seen.now())
                    .map(Instant::toString)
                    .orElse(null);
        } catch (IllegalArgumentException e) {
            // The planner has said so already, in a condition.
            return null;
        }
    }
}
