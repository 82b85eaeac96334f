// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.execute;

import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.crash.CrashSwitch;
import dev.cairn.operator.kube.KubeWriter;

/** Makes an object what it should be, whoever made it otherwise. */
final class ApplyObjectExecutor implements StepExecutor<Step.ApplyObject> {
    private final KubeWriter kube;
    private final CrashSwitch crash;

    ApplyObjectExecutor(KubeWriter kube, CrashSwitch crash) {
        this.kube = kube;
        this.crash = crash;
    }

    @Override
    public Outcome execute(ObservedCluster seen, Step.ApplyObject step) {
        kube.apply(step.wanted());
        crash.at(CrashPoint.AFTER_APPLY);
        return new Outcome.Done(step.message());
    }
}
