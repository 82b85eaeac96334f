// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.removal;

import dev.cairn.crds.cluster.status.LastSnapshotStatus;
import dev.cairn.operator.agent.AgentCommand;
import dev.cairn.operator.agent.AgentJob;
import dev.cairn.operator.cluster.snapshot.BackupView;
import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.naming.ResourceKey;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;

/** The Job that downloads a last snapshot and proves it; it belongs to the EtcdBackup that made it. */
final class ProofJob {
    private static final Duration TIMEOUT = Duration.ofHours(1);

    private ProofJob() {}

    static String name(String backup) {
        return backup + "-proof";
    }

    static Job of(String namespace, LastSnapshotStatus snapshot, BackupView backup, String image) {
        var command = AgentCommand.of("verify")
                .store(backup.spec().destination().s3())
                .with("object", snapshot.object())
                .withOptional("sha256", snapshot.sha256());
        return AgentJob.of(new AgentJob.Run(
                new ResourceKey(namespace, backup.name(), backup.uid()),
                "EtcdBackup",
                Labels.BACKUP,
                name(backup.name()),
                image,
                command,
                TIMEOUT,
                backup.spec().resources()));
    }
}
