// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import dev.cairn.crds.cluster.RolloutState;
import dev.cairn.crds.cluster.RolloutStatus;
import dev.cairn.operator.cluster.desired.AppliedSpec;
import dev.cairn.operator.cluster.observe.ObservedCluster;

/** What the status says of a rollout, brought up to what was seen. */
public final class RolloutRecord {
    private RolloutRecord() {}

    /**
     * Members that work with the target are counted anew. What has failed, is asked for no more and runs nowhere is
     * forgotten.
     *
     * @param rollout may be null, and so may what is returned
     */
    public static RolloutStatus now(ObservedCluster seen, RolloutStatus rollout) {
        if (rollout == null || rollout.template() == null) {
            return rollout;
        }
        return rollout.state() == RolloutState.HALTED && isOver(seen, rollout)
                ? null
                : rollout.withUpdated(Rollouts.updated(seen, rollout));
    }

    private static boolean isOver(ObservedCluster seen, RolloutStatus rollout) {
        String asked = Rollouts.asked(seen);
        return !rollout.target().equals(asked)
                && seen.pods().values().stream().allMatch(Revision.of(seen.asked())::made)
                && Templates.running(seen)
                        .map(each -> AppliedSpec.revision(each).equals(asked))
                        .orElse(false);
    }
}
