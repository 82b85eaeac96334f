// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.execute;

import dev.cairn.crds.restore.BackupSource;
import dev.cairn.crds.restore.ClusterTarget;
import dev.cairn.crds.restore.EtcdRestore;
import dev.cairn.crds.restore.EtcdRestoreSpec;
import dev.cairn.crds.restore.RestoreSource;
import dev.cairn.operator.cluster.execute.volume.VolumeMarks;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.crash.CrashSwitch;
import dev.cairn.operator.kube.KubeWriter;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

/** Volumes that leave a cluster, or come into it, in a recovery. None is deleted here. */
final class RecoveryExecutor {
    private final VolumeMarks volumes;
    private final KubeWriter kube;
    private final CrashSwitch crash;

    RecoveryExecutor(VolumeMarks volumes, KubeWriter kube, CrashSwitch crash) {
        this.volumes = volumes;
        this.kube = kube;
        this.crash = crash;
    }

    Outcome setAside(ObservedCluster seen, Step.SetVolumeAside step) {
        volumes.setAside(seen.key(), step.memberName(), step.volumeUid(), step.restore(), seen.now());
        crash.at(CrashPoint.AFTER_VOLUME_SET_ASIDE);
        return new Outcome.Done(step.message());
    }

    Outcome bringBack(ObservedCluster seen, Step.BringVolumeBack step) {
        volumes.bringBack(seen.key(), step.memberName(), step.volumeUid());
        crash.at(CrashPoint.AFTER_VOLUME_BROUGHT_BACK);
        return new Outcome.Done(step.message());
    }

    Outcome adopt(ObservedCluster seen, Step.AdoptVolume step) {
        volumes.adopt(seen.key(), step.memberName(), step.volumeUid());
        crash.at(CrashPoint.AFTER_VOLUME_ADOPTED);
        return new Outcome.Done(step.message());
    }

    /** One for each cluster ID: that it is there already means that it was asked for. */
    Outcome request(ObservedCluster seen, Step.RequestRestore step) {
        String clusterId = seen.latchedClusterId().orElseThrow();
        var restore = new EtcdRestore();
        restore.setMetadata(new ObjectMetaBuilder()
                .withNamespace(seen.key().namespace())
                .withName("lost-" + clusterId)
                .build());
        restore.setSpec(new EtcdRestoreSpec(
                new RestoreSource(new BackupSource(step.backup(), null), null, null),
                null,
                new ClusterTarget(seen.key().name(), clusterId),
                null,
                null));
        boolean created = kube.create(restore);
        crash.at(CrashPoint.AFTER_RESTORE_ASKED_FOR);
        String name = restore.getMetadata().getName();
        return created
                ? new Outcome.Done("EtcdRestore " + name + " was created: " + step.message())
                : new Outcome.NotYet(step.message() + ": EtcdRestore " + name + " says how far it has come");
    }
}
