// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.backup.act;

import dev.cairn.crds.backup.EtcdBackup;
import dev.cairn.crds.backup.EtcdBackupStatus;
import dev.cairn.crds.backup.RunStatus;
import dev.cairn.operator.backup.desired.BackupJob;
import dev.cairn.operator.backup.observe.ObservedBackup;
import dev.cairn.operator.backup.plan.BackupStep;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.crash.CrashSwitch;
import dev.cairn.operator.kube.KubeWriter;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Starts a backup: its Job's name goes into the status first, then the Job is made. */
public final class BackupActor {
    private final KubernetesClient client;
    private final KubeWriter kube;
    private final String image;
    private final CrashSwitch crash;

    /** @param image the image that holds the backup agent */
    public BackupActor(KubernetesClient client, String image, CrashSwitch crash) {
        this.client = client;
        this.kube = new KubeWriter(client);
        this.image = image;
        this.crash = crash;
    }

    /**
     * How things stand afterwards.
     *
     * @param resourceVersion to write the status against
     * @param made whether a Job was made: one of the name may be there, of an earlier resource even
     */
    public record Acted(String resourceVersion, EtcdBackupStatus status, boolean made) {}

    /** Takes the step. Throws KubernetesClientException (409) if someone else wrote first. */
    public Acted act(ObservedBackup seen, BackupStep step) {
        return switch (step) {
            case BackupStep.Start start -> start(seen, start);
            case BackupStep.Check check -> check(seen, check);
            case BackupStep.Settle settle -> new Acted(seen.resourceVersion(), seen.status(), false);
            case BackupStep.SettleCheck settle -> new Acted(seen.resourceVersion(), seen.status(), false);
            case BackupStep.Hold hold -> new Acted(seen.resourceVersion(), seen.status(), false);
        };
    }

    private Acted start(ObservedBackup seen, BackupStep.Start start) {
        crash.at(CrashPoint.BEFORE_STATUS_WRITE);
        EtcdBackupStatus intent = seen.status()
                .withRun(new RunStatus(
                        start.job(), start.dueAt().toString(), seen.now().toString()));
        String resourceVersion = write(seen, seen.resourceVersion(), intent);
        crash.at(CrashPoint.AFTER_STATUS_WRITE);
        var cluster = seen.cluster().orElseThrow();
        boolean made = kube.create(BackupJob.of(new BackupJob.Input(
                seen.key(),
                seen.spec(),
                start.job(),
                image,
                cluster.endpoint(),
                cluster.clientSecret(),
                seen.listed())));
        crash.at(CrashPoint.AFTER_BACKUP_JOB);
        return new Acted(resourceVersion, intent, made);
    }

    private Acted check(ObservedBackup seen, BackupStep.Check check) {
        String now = seen.now().toString();
        EtcdBackupStatus intent = seen.status().withCheck(new RunStatus(check.job(), now, now));
        String resourceVersion = write(seen, seen.resourceVersion(), intent);
        boolean made = kube.create(BackupJob.check(seen.key(), seen.spec(), check.job(), image, seen.listed()));
        return new Acted(resourceVersion, intent, made);
    }

    /** Writes the status by compare-and-swap. Returns the new resource version. */
    public String write(ObservedBackup seen, String resourceVersion, EtcdBackupStatus status) {
        var backup = new EtcdBackup();
        backup.setMetadata(new ObjectMetaBuilder()
                .withNamespace(seen.key().namespace())
                .withName(seen.key().name())
                .withUid(seen.key().uid())
                .withResourceVersion(resourceVersion)
                .build());
        backup.setStatus(status);
        return client.resource(backup).updateStatus().getMetadata().getResourceVersion();
    }
}
