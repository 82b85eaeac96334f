// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.act;

import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.kube.KubeWriter;

/** Deletes exactly the pod that was seen. */
final class DeletePodExecutor implements StepExecutor<Step.DeletePod> {
    private final KubeWriter kube;

    DeletePodExecutor(KubeWriter kube) {
        this.kube = kube;
    }

    @Override
    public Outcome execute(ObservedCluster seen, Step.DeletePod step) {
        kube.delete("api/v1", "pods", seen.key().namespace(), step.memberName(), step.podUid());
        return new Outcome.Done("pod " + step.memberName() + " was deleted: " + step.message());
    }
}
