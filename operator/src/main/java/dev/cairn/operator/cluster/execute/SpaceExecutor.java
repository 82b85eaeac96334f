// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.execute;

import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.crash.CrashSwitch;
import dev.cairn.operator.etcd.EtcdAdmin;
import dev.cairn.operator.etcd.RaisedAlarm;
import java.util.List;

/** Frees space, and takes back alarms. */
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
        return disarm(seen, step.alarms(), step.message());
    }

    Outcome disarm(ObservedCluster seen, Step.DisarmCorrupt step) {
        return disarm(seen, step.alarms(), step.message());
    }

    private Outcome disarm(ObservedCluster seen, List<RaisedAlarm> alarms, String message) {
        EtcdAdmin voter = members.voter(seen, "");
        alarms.forEach(voter::disarm);
        crash.at(CrashPoint.AFTER_DISARM);
        return new Outcome.Done(message);
    }
}
