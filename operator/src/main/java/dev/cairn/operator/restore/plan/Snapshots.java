// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.restore.plan;

import dev.cairn.crds.backup.SnapshotStatus;
import dev.cairn.crds.restore.BackupSource;
import dev.cairn.crds.restore.ResolvedSource;
import dev.cairn.crds.restore.S3Source;
import dev.cairn.operator.agent.AgentReport;
import dev.cairn.operator.jobs.ObservedJob;
import dev.cairn.operator.restore.observe.ObservedRestore;
import java.util.Optional;
import java.util.function.Function;

/** Which snapshot is meant, and whether it is sound. */
final class Snapshots {
    private Snapshots() {}

    /** What follows from the snapshot that is meant, or what is in the way of knowing it. */
    static RestoreStep resolve(ObservedRestore seen, Function<ResolvedSource, RestoreStep> next) {
        S3Source s3 = seen.spec().source().s3();
        if (s3 != null) {
            return with(seen, new ResolvedSource(s3.location(), s3.object(), s3.sha256(), null, null), next);
        }
        BackupSource wanted = seen.spec().source().backupRef();
        String backup = seen.key().namespace() + "/" + wanted.name();
        if (seen.backup().isEmpty()) {
            return new RestoreStep.Hold("BackupNotFound", "EtcdBackup " + backup + " does not exist");
        }
        Optional<SnapshotStatus> snapshot = seen.backup().get().snapshots().stream()
                .filter(each -> wanted.snapshot() == null || wanted.snapshot().equals(each.object()))
                .findFirst();
        if (snapshot.isEmpty()) {
            return wanted.snapshot() == null
                    ? new RestoreStep.Hold(
                            "NoSnapshotYet", "EtcdBackup " + backup + " lists no snapshot that is in the store")
                    : new RestoreStep.Hold(
                            "SnapshotNotFound",
                            "EtcdBackup " + backup + " does not list the snapshot " + wanted.snapshot()
                                    + ": name an older one by source.s3");
        }
        return with(
                seen,
                new ResolvedSource(
                        seen.backup().get().location(),
                        snapshot.get().object(),
                        snapshot.get().sha256(),
                        null,
                        null),
                next);
    }

    /** What follows, unless the store cannot be reached with what is there. */
    static RestoreStep with(ObservedRestore seen, ResolvedSource source, Function<ResolvedSource, RestoreStep> next) {
        return seen.missing().isEmpty()
                ? next.apply(source)
                : new RestoreStep.Hold("SecretMissing", String.join("; ", seen.missing()));
    }

    /** What follows when the Job has found the snapshot sound, or what it says instead. */
    static RestoreStep verified(ObservedJob job, ResolvedSource source, Function<ResolvedSource, RestoreStep> next) {
        return switch (job.phase()) {
            case ACTIVE ->
                new RestoreStep.Hold(
                        job.failureReason().orElse("Verifying"),
                        job.failureReason().isPresent()
                                ? job.failureMessage()
                                : "Job " + job.name() + " verifies " + source.object()
                                        + (job.trouble().isEmpty() ? "" : ": " + job.trouble()));
            case FAILED -> new RestoreStep.Fail(job.failureReason().orElse("JobFailed"), job.failureMessage());
            case SUCCEEDED ->
                job.report()
                        .filter(AgentReport::succeeded)
                        .map(report -> next.apply(new ResolvedSource(
                                source.s3(),
                                source.object(),
                                source.sha256() == null ? report.sha256() : source.sha256(),
                                report.revision(),
                                report.totalKeys())))
                        .orElseGet(() -> new RestoreStep.Fail("NoReport", job.failureMessage()));
        };
    }
}
