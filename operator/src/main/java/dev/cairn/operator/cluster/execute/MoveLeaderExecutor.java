// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.execute;

import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.crash.CrashSwitch;
import dev.cairn.operator.etcd.EtcdAdmin;

/** Hands leadership over, unless its holder has lost it since it was seen. */
final class MoveLeaderExecutor implements StepExecutor<Step.MoveLeader> {
    private final MemberAccess members;
    private final CrashSwitch crash;

    MoveLeaderExecutor(MemberAccess members, CrashSwitch crash) {
        this.members = members;
        this.crash = crash;
    }

    @Override
    public Outcome execute(ObservedCluster seen, Step.MoveLeader step) {
        EtcdAdmin leader = members.at(seen, step.memberName());
        if (!leader.status().leads()) {
            return new Outcome.Done(step.memberName() + " does not lead any more");
        }
        leader.moveLeader(step.heirId());
        crash.at(CrashPoint.AFTER_LEADER_MOVED);
        return new Outcome.Done(step.message());
    }
}
