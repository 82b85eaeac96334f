// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.execute;

import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.crash.CrashSwitch;
import dev.cairn.operator.etcd.EtcdAdmin;

/** Frees space. */
final class SpaceExecutor {
    private final MemberAccess members;
    private final CrashSwitch crash;

    SpaceExecutor(MemberAccess members, CrashSwitch crash) {
        this.members = members;
        this.crash = crash;
    }

    Outcome compact(ObservedCluster seen, Step.Compact step) {
        members.voter(seen, "").compact(step.revision());
        crash.at(CrashPoint.AFTER_COMPACTION);
        return new Outcome.Done(step.message());
    }

    Outcome defragment(ObservedCluster seen, Step.Defragment step) {
        members.at(seen, step.memberName()).defragment();
        crash.at(CrashPoint.AFTER_DEFRAGMENTATION);
        return new Outcome.Done(step.message());
    }

    Outcome disarm(ObservedCluster seen, Step.Disarm step) {
        EtcdAdmin voter = members.voter(seen, "");
        step.alarms().forEach(voter::disarm);
        crash.at(CrashPoint.AFTER_DISARM);
        return new Outcome.Done(step.message());
    }
}
