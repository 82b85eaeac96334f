// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.backup.plan;

import dev.cairn.crds.backup.EtcdBackupStatus;
import dev.cairn.crds.backup.RunStatus;
import dev.cairn.operator.backup.observe.ObservedBackup;
import dev.cairn.operator.jobs.ObservedJob;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * From one look at a backup to the next step. One backup at a time; of several that were missed only the last is made
 * up for. A Job is named after the time it was due at, so that one that was announced is found or made, never both. Now
 * and then, between backups, the store is asked whether what the status lists is still there: others can delete it.
 */
public final class BackupPlanner {
    private static final Duration CHECK_EVERY = Duration.ofHours(1);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

    /** The next step. */
    public BackupStep plan(ObservedBackup seen) {
        RunStatus run = seen.status().currentRun();
        if (run != null) {
            return follow(seen, run);
        }
        BackupStep next = Boolean.TRUE.equals(seen.spec().suspend())
                ? hold("Suspended", "spec.suspend is true: nothing is started")
                : seen.spec().schedule() == null ? once(seen) : bySchedule(seen);
        return next instanceof BackupStep.Hold ? check(seen).orElse(next) : next;
    }

    /** A backup that is due comes first. A cluster that is gone is no reason not to look after its snapshots. */
    private static Optional<BackupStep> check(ObservedBackup seen) {
        RunStatus check = seen.status().currentCheck();
        boolean mayStart = seen.missing().isEmpty()
                && !Boolean.TRUE.equals(seen.spec().suspend())
                && !seen.listed().isEmpty();
        if (check != null) {
            ObservedJob job = seen.jobs().get(check.job());
            if (job == null) {
                return mayStart
                        ? Optional.of(new BackupStep.Check(
                                check.job(), "Job " + check.job() + " was announced and is not there"))
                        : Optional.empty();
            }
            return job.phase() == ObservedJob.Phase.ACTIVE
                    ? Optional.empty()
                    : Optional.of(new BackupStep.SettleCheck(job, "Job " + job.name() + " has ended"));
        }
        boolean due = seen.status().lastChecked() == null
                || !seen.now()
                        .isBefore(Instant.parse(seen.status().lastChecked()).plus(CHECK_EVERY));
        return mayStart && due
                ? Optional.of(new BackupStep.Check(
                        seen.key().name() + "-c" + STAMP.format(seen.now()),
                        "the store is asked for the snapshots that are listed"))
                : Optional.empty();
    }

    private static BackupStep follow(ObservedBackup seen, RunStatus run) {
        ObservedJob job = seen.jobs().get(run.job());
        if (job == null) {
            return fault(seen)
                    .orElseGet(() -> new BackupStep.Start(
                            run.job(),
                            Instant.parse(run.dueAt()),
                            "Job " + run.job() + " was announced and is not there"));
        }
        if (job.phase() == ObservedJob.Phase.ACTIVE) {
            return new BackupStep.Hold(
                    job.failureReason().orElse("Running"),
                    job.failureReason().isPresent()
                            ? job.failureMessage()
                            : "Job " + job.name() + " is under way"
                                    + (job.trouble().isEmpty() ? "" : ": " + job.trouble()),
                    job.failureReason().isPresent(),
                    Optional.empty());
        }
        return new BackupStep.Settle(job, "Job " + job.name() + " has ended");
    }

    private static BackupStep once(ObservedBackup seen) {
        EtcdBackupStatus status = seen.status();
        if (status.lastSuccess() != null) {
            return hold(
                    "Completed", "the backup was made: " + status.lastSuccess().object());
        }
        boolean failed = status.lastFailure() != null
                && Long.valueOf(seen.generation()).equals(status.lastFailure().generation());
        if (failed) {
            return new BackupStep.Hold(
                    status.lastFailure().reason(),
                    status.lastFailure().message() + " (a changed specification is tried again)",
                    true,
                    Optional.empty());
        }
        return start(seen, seen.key().name() + "-" + seen.generation(), seen.createdAt());
    }

    private static BackupStep bySchedule(ObservedBackup seen) {
        CronSchedule schedule;
        try {
            schedule = CronSchedule.of(seen.spec().schedule(), seen.spec().timeZone());
        } catch (IllegalArgumentException e) {
            return new BackupStep.Hold("InvalidSchedule", e.getMessage(), true, Optional.empty());
        }
        Instant after =
                Optional.ofNullable(seen.status().lastDue()).map(Instant::parse).orElse(seen.createdAt());
        Optional<Instant> due = schedule.latestDue(after, seen.now());
        if (due.isPresent()) {
            return start(seen, seen.key().name() + "-" + STAMP.format(due.get()), due.get());
        }
        Optional<Instant> next = schedule.next(seen.now());
        return fault(seen)
                .orElseGet(() -> new BackupStep.Hold(
                        "Waiting",
                        "the next backup is due at "
                                + next.map(Instant::toString).orElse("no time"),
                        false,
                        next));
    }

    private static BackupStep start(ObservedBackup seen, String job, Instant due) {
        return fault(seen).orElseGet(() -> new BackupStep.Start(job, due, "a backup is due since " + due));
    }

    private static Optional<BackupStep> fault(ObservedBackup seen) {
        if (!seen.missing().isEmpty()) {
            return Optional.of(
                    new BackupStep.Hold("SecretMissing", String.join("; ", seen.missing()), true, Optional.empty()));
        }
        String name = seen.key().namespace() + "/" + seen.spec().clusterRef().name();
        if (seen.cluster().isEmpty()) {
            return Optional.of(new BackupStep.Hold(
                    "ClusterNotFound",
                    "EtcdCluster " + name + " does not exist, or nothing is known of it yet",
                    true,
                    Optional.empty()));
        }
        return seen.cluster().get().available()
                ? Optional.empty()
                : Optional.of(new BackupStep.Hold(
                        "ClusterNotAvailable", "EtcdCluster " + name + " is not available", true, Optional.empty()));
    }

    private static BackupStep hold(String reason, String message) {
        return new BackupStep.Hold(reason, message, false, Optional.empty());
    }
}
