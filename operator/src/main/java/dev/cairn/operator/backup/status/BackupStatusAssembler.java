// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.backup.status;

import dev.cairn.crds.backup.EtcdBackupStatus;
import dev.cairn.crds.backup.FailureStatus;
import dev.cairn.crds.backup.RetentionSpec;
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

    private BackupStatusAssembler() {}

    /** @param base the status as it was written last */
    public static EtcdBackupStatus assemble(ObservedBackup seen, BackupStep step, EtcdBackupStatus base) {
        EtcdBackupStatus settled = step instanceof BackupStep.Settle settle ? settle(seen, settle.job(), base) : base;
        return new EtcdBackupStatus(
                seen.generation(),
                conditions(seen, step, settled),
                settled.currentRun(),
                settled.lastDue(),
                settled.lastSuccess(),
                settled.lastFailure(),
                settled.snapshots(),
                nextRun(seen));
    }

    private static EtcdBackupStatus settle(ObservedBackup seen, ObservedJob job, EtcdBackupStatus base) {
        String now = seen.now().truncatedTo(ChronoUnit.SECONDS).toString();
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
                    base.nextRun());
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
        return new EtcdBackupStatus(
                base.observedGeneration(),
                base.conditions(),
                null,
                base.lastDue(),
                snapshot,
                base.lastFailure(),
                remaining(
                        snapshot, base.snapshots(), report.pruned(), seen.spec().retention()),
                base.nextRun());
    }

    private static List<SnapshotStatus> remaining(
            SnapshotStatus newest, List<SnapshotStatus> before, List<String> pruned, RetentionSpec retention) {
        int limit = retention == null || retention.keepLast() == null
                ? SNAPSHOTS_MAX
                : Math.min(retention.keepLast(), SNAPSHOTS_MAX);
        var remaining = new ArrayList<SnapshotStatus>();
        remaining.add(newest);
        if (before != null) {
            before.stream()
                    .filter(each ->
                            !pruned.contains(each.object()) && !each.object().equals(newest.object()))
                    .forEach(remaining::add);
        }
        return List.copyOf(remaining.subList(0, Math.min(limit, remaining.size())));
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
        } else if (status.lastSuccess() != null) {
            conditions.say(
                    "Ready",
                    true,
                    "BackedUp",
                    "the last backup is " + status.lastSuccess().object());
        } else {
            conditions.say("Ready", false, "NoBackupYet", step.message());
        }
        boolean running = status.currentRun() != null;
        conditions.say(
                "Progressing",
                running,
                running ? "Running" : step instanceof BackupStep.Hold hold ? hold.reason() : "AtRest",
                step.message());
        return conditions.asList();
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
