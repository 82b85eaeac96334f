// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import dev.cairn.crds.cluster.RolloutState;
import dev.cairn.crds.cluster.RolloutStatus;
import dev.cairn.operator.cluster.desired.AppliedSpec;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedPod;
import java.util.Map;
import java.util.Optional;

/** What the record of a rollout says about what was seen. */
public final class Rollouts {
    private Rollouts() {}

    /** The rollout that is under way; empty when none is. */
    public static Optional<RolloutStatus> rolling(ObservedCluster seen) {
        return in(RolloutState.ROLLING, seen);
    }

    /** The rollout that was given up; empty when the last one was not. */
    public static Optional<RolloutStatus> halted(ObservedCluster seen) {
        return in(RolloutState.HALTED, seen);
    }

    private static Optional<RolloutStatus> in(RolloutState state, ObservedCluster seen) {
        return Optional.ofNullable(seen.status().rollout())
                .filter(each -> each.state() == state && each.template() != null);
    }

    /** Whether the specification asks for exactly what has failed. */
    public static boolean asksForWhatFailed(ObservedCluster seen) {
        return halted(seen).map(each -> each.target().equals(asked(seen))).orElse(false);
    }

    /** Whether it is this member's turn. */
    public static boolean isRemade(ObservedCluster seen, String member) {
        return rolling(seen).map(each -> member.equals(each.member())).orElse(false);
    }

    /** Name of the revision that the specification asks for. */
    static String asked(ObservedCluster seen) {
        return AppliedSpec.revision(seen.asked());
    }

    /** Members whose pods are of the target, other than the one whose turn it is. */
    static int updated(ObservedCluster seen, RolloutStatus rollout) {
        Revision target = Revision.of(rollout.template());
        return (int) seen.pods().entrySet().stream()
                .filter(each -> !each.getKey().equals(rollout.member()))
                .map(Map.Entry::getValue)
                .filter(target::made)
                .filter(ObservedPod::ready)
                .count();
    }
}
