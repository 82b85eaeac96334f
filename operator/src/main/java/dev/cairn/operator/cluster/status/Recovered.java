// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.status;

import dev.cairn.crds.cluster.status.RecoveryPhase;
import dev.cairn.crds.cluster.status.RecoveryStatus;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.cluster.reason.HoldReason;
import dev.cairn.operator.conditions.ConditionSet;
import java.util.Optional;

/** What is told of a recovery: that it is under way, and whose clients must start again after it. */
final class Recovered {
    static final String CONSUMERS_MUST_RESTART = "ConsumersMustRestart";

    private Recovered() {}

    /** As long as clients are kept away nothing is well, whatever members answer. */
    static Optional<String> underWay(ObservedCluster seen, Step step) {
        RecoveryStatus recovery = seen.status().recovery();
        boolean halted = step instanceof Step.Hold hold && hold.reason() == HoldReason.RECOVERY_HALTED;
        return recovery == null || !recovery.fenced() || halted
                ? Optional.empty()
                : Optional.of("restore " + recovery.restore() + ", clients are kept away: " + recovery.message());
    }

    /** Nothing is said of a cluster that never had a recovery. */
    static void tell(ConditionSet conditions, RecoveryStatus recovery) {
        if (recovery == null) {
            return;
        }
        boolean put = recovery.phase() == RecoveryPhase.PUT_BACK && recovery.servedRevision() != null;
        if (recovery.phase() == RecoveryPhase.COMPLETED && !Boolean.FALSE.equals(recovery.keeping())) {
            conditions.say(
                    CONSUMERS_MUST_RESTART,
                    true,
                    recovery.fromSurvivor() ? "RevisionsMayGoBack" : "RevisionsJumped",
                    recovery.message()
                            + ": clients that keep what they have read, such as a kube-apiserver and its controllers, must"
                            + " be restarted; the annotation etcd.cairn.dev/restore-confirm=" + recovery.restore()
                            + " says that they were, and lets the volumes go that were set aside");
        } else if (put && !Boolean.FALSE.equals(recovery.keeping())) {
            conditions.say(
                    CONSUMERS_MUST_RESTART,
                    true,
                    "RevisionsWentBack",
                    recovery.message() + ": clients that have read from the restored cluster must be restarted");
        } else {
            conditions.say(
                    CONSUMERS_MUST_RESTART,
                    false,
                    recovery.fenced() ? "Recovering" : "Confirmed",
                    recovery.fenced() ? "clients are kept away" : "nothing is set aside any more");
        }
    }
}
