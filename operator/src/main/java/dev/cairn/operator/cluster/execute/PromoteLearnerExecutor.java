// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.execute;

import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.crash.CrashSwitch;

/** Asks etcd to give a learner its vote. Whether it has caught up is for etcd to say. */
final class PromoteLearnerExecutor implements StepExecutor<Step.PromoteLearner> {
    private final MemberAccess members;
    private final CrashSwitch crash;

    PromoteLearnerExecutor(MemberAccess members, CrashSwitch crash) {
        this.members = members;
        this.crash = crash;
    }

    @Override
    public Outcome execute(ObservedCluster seen, Step.PromoteLearner step) {
        return switch (members.voter(seen, step.memberName()).promote(step.memberId())) {
            case PROMOTED, ALREADY_VOTER -> {
                crash.at(CrashPoint.AFTER_PROMOTION);
                yield new Outcome.Done(step.memberName() + " is a voter now");
            }
            case NOT_IN_SYNC ->
                new Outcome.NotYet("waiting for the learner " + step.memberName() + " to catch up with the leader");
        };
    }
}
