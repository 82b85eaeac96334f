// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.restore.plan;

import dev.cairn.crds.backup.SnapshotStatus;
import dev.cairn.crds.restore.BackupSource;
import dev.cairn.crds.restore.ResolvedSource;
import dev.cairn.crds.restore.RestorePhase;
import dev.cairn.crds.restore.S3Source;
import dev.cairn.operator.agent.AgentReport;
import dev.cairn.operator.jobs.ObservedJob;
import dev.cairn.operator.restore.observe.ObservedRestore;
import java.util.Optional;

/**
 * From one look at a restore to the next step: fix the snapshot, verify it, and only then make the cluster. What is
 * fixed stays: a backup that runs meanwhile does not change what is restored.
 */
public final class RestorePlanner {

    /** The next step. */
    public RestoreStep plan(ObservedRestore seen) {
        RestorePhase phase = seen.status().phase() == null
                ? RestorePhase.PENDING
                : seen.status().phase();
        return switch (phase) {
            case PENDING -> stranger(seen).orElseGet(() -> resolve(seen));
            case VERIFYING -> stranger(seen).orElseGet(() -> verified(seen));
            case RESTORING -> restored(seen);
            case COMPLETED -> new RestoreStep.Hold("Restored", "done");
            case FAILED -> new RestoreStep.Hold("Failed", "done");
        };
    }

    private static Optional<RestoreStep> stranger(ObservedRestore seen) {
        return seen.target()
                .filter(each -> !each.restoredBy().equals(Optional.of(seen.key().uid())))
                .map(each -> new RestoreStep.Fail(
                        "ClusterExists",
                        "EtcdCluster " + target(seen) + " is here already: a restore makes a new one"));
    }

    private static RestoreStep resolve(ObservedRestore seen) {
        S3Source s3 = seen.spec().source().s3();
        if (s3 != null) {
            return verify(seen, new ResolvedSource(s3.location(), s3.object(), s3.sha256(), null, null));
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
        return verify(
                seen,
                new ResolvedSource(
                        seen.backup().get().location(),
                        snapshot.get().object(),
                        snapshot.get().sha256(),
                        null,
                        null));
    }

    private static RestoreStep verify(ObservedRestore seen, ResolvedSource source) {
        if (!seen.missing().isEmpty()) {
            return new RestoreStep.Hold("SecretMissing", String.join("; ", seen.missing()));
        }
        return new RestoreStep.Verify(
                seen.key().name() + "-verify",
                source,
                source.object() + " is downloaded, compared with its checksum and opened");
    }

    private static RestoreStep verified(ObservedRestore seen) {
        ResolvedSource source = seen.status().source();
        ObservedJob job = seen.jobs().get(seen.status().verifyJob());
        if (job == null) {
            return verify(seen, source);
        }
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
                        .<RestoreStep>map(report -> new RestoreStep.CreateCluster(
                                new ResolvedSource(
                                        source.s3(),
                                        source.object(),
                                        source.sha256() == null ? report.sha256() : source.sha256(),
                                        report.revision(),
                                        report.totalKeys()),
                                source.object() + " is sound: EtcdCluster " + target(seen) + " begins with it"))
                        .orElseGet(() -> new RestoreStep.Fail("NoReport", job.failureMessage()));
        };
    }

    private static RestoreStep restored(ObservedRestore seen) {
        if (seen.target().isEmpty()) {
            return seen.status().clusterUid() == null
                    ? new RestoreStep.CreateCluster(
                            seen.status().source(), "EtcdCluster " + target(seen) + " was announced and is not there")
                    : new RestoreStep.Fail(
                            "ClusterDeleted", "EtcdCluster " + target(seen) + " was deleted before it was ready");
        }
        return stranger(seen)
                .orElseGet(() -> seen.target().get().ready()
                        ? new RestoreStep.Complete("EtcdCluster " + target(seen) + " is ready with the contents of "
                                + seen.status().source().object())
                        : new RestoreStep.Hold(
                                "Restoring",
                                "EtcdCluster " + target(seen) + ": "
                                        + seen.target().get().message()));
    }

    private static String target(ObservedRestore seen) {
        return seen.key().namespace() + "/" + seen.spec().clusterTemplate().name();
    }
}
