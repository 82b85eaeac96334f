// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.act;

import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.kube.KubeWriter;
import dev.cairn.operator.naming.ClusterKey;

/** Deletes exactly the volume that was seen. */
final class DeleteVolumeExecutor implements StepExecutor<Step.DeleteVolume> {
    private final KubeWriter kube;

    DeleteVolumeExecutor(KubeWriter kube) {
        this.kube = kube;
    }

    @Override
    public Outcome execute(ObservedCluster seen, Step.DeleteVolume step) {
        String name = ClusterKey.volumeClaim(step.memberName());
        kube.delete("api/v1", "persistentvolumeclaims", seen.key().namespace(), name, step.volumeUid());
        return new Outcome.Done("volume " + name + " was deleted: " + step.message());
    }
}
