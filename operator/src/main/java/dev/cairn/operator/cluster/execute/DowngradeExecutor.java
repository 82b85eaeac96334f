// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.execute;

import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.crash.CrashSwitch;
import dev.cairn.operator.etcd.EtcdFailure;

/** Tells a cluster that it goes down to an earlier minor version, or that it does not. */
final class DowngradeExecutor {
    private final MemberAccess members;
    private final CrashSwitch crash;

    DowngradeExecutor(MemberAccess members, CrashSwitch crash) {
        this.members = members;
        this.crash = crash;
    }

    Outcome enable(ObservedCluster seen, Step.EnableDowngrade step) {
        try {
            members.voter(seen, "").enableDowngrade(step.version());
        } catch (EtcdFailure e) {
            if (e.kind() == EtcdFailure.Kind.UNKNOWN_CALL) {
                return new Outcome.Failed(
                        "the image that members run knows no Downgrade call, so they stay as they are:"
                                + " put the version back, or restore a snapshot into an EtcdCluster of the earlier version");
            }
            throw e;
        }
        crash.at(CrashPoint.AFTER_DOWNGRADE_ENABLED);
        return new Outcome.Done(step.message());
    }

    Outcome cancel(ObservedCluster seen, Step.CancelDowngrade step) {
        members.voter(seen, "").cancelDowngrade();
        crash.at(CrashPoint.AFTER_DOWNGRADE_CANCELLED);
        return new Outcome.Done(step.message());
    }
}
