// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.execute;

import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.crash.CrashSwitch;
import dev.cairn.operator.etcd.MemberIds;

/** Makes a new member known to etcd, without a vote. */
final class AddLearnerExecutor implements StepExecutor<Step.AddLearner> {
    private final MemberAccess members;
    private final CrashSwitch crash;

    AddLearnerExecutor(MemberAccess members, CrashSwitch crash) {
        this.members = members;
        this.crash = crash;
    }

    @Override
    public Outcome execute(ObservedCluster seen, Step.AddLearner step) {
        long id = members.voter(seen, "").addLearner(step.peerUrl());
        crash.at(CrashPoint.AFTER_MEMBER_ADD);
        return new Outcome.Done(step.memberName() + " was added as a learner with ID " + MemberIds.hex(id));
    }
}
