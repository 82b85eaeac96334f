// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.execute;

import dev.cairn.operator.cluster.desired.MemberVolume;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.crash.CrashSwitch;
import dev.cairn.operator.kube.KubeWriter;
import dev.cairn.operator.naming.ClusterKey;

/** Makes a member's volume. */
final class CreateVolumeExecutor implements StepExecutor<Step.CreateVolume> {
    private final KubeWriter kube;
    private final CrashSwitch crash;

    CreateVolumeExecutor(KubeWriter kube, CrashSwitch crash) {
        this.kube = kube;
        this.crash = crash;
    }

    @Override
    public Outcome execute(ObservedCluster seen, Step.CreateVolume step) {
        String name = ClusterKey.volumeClaim(step.memberName());
        boolean created = kube.create(
                MemberVolume.of(seen.key(), step.memberName(), seen.spec().storage(), step.clusterId()));
        if (!created) {
            return new Outcome.Failed("a volume claim " + name
                    + " is here already and is not labelled as this cluster's: delete or relabel it");
        }
        crash.at(CrashPoint.AFTER_PVC);
        return new Outcome.Done("volume " + name + " was created: " + step.message());
    }
}
