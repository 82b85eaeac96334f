// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.status;

import dev.cairn.operator.cluster.reason.HoldReason;
import dev.cairn.operator.conditions.ConditionSet;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What of a change of the conditions is worth an event. Pure. */
final class StatusChanges {
    /** They come and go while the same thing is being repaired. */
    private static final Set<String> PASSING = Set.of(
            "MembersNotReady",
            "PodsNotRunning",
            "NoQuorum",
            HoldReason.MEMBER_NOT_READY.word(),
            HoldReason.QUORUM_LOST.word());

    private StatusChanges() {}

    /** An event to write. */
    record Told(boolean warning, String reason, String message) {}

    /** The events of one change; {@code before} may be null. */
    static List<Told> between(List<Condition> before, List<Condition> now) {
        var told = new ArrayList<Told>();
        if (turned(before, now, ClusterConditions.READY, true)) {
            told.add(told(false, now, ClusterConditions.READY));
        }
        if (turned(before, now, ClusterConditions.AVAILABLE, true)) {
            told.add(told(false, now, ClusterConditions.AVAILABLE));
        }
        if (held(before, ClusterConditions.AVAILABLE) && turned(before, now, ClusterConditions.AVAILABLE, false)) {
            told.add(told(!asleep(now), now, ClusterConditions.AVAILABLE));
        }
        if (turned(before, now, ClusterConditions.DEGRADED, true) || worse(before, now)) {
            told.add(told(true, now, ClusterConditions.DEGRADED));
        }
        if (turned(before, now, ClusterConditions.SPEC_NOT_APPLIED, true) && !onItsWay(now)) {
            told.add(told(true, now, ClusterConditions.SPEC_NOT_APPLIED));
        }
        return told;
    }

    /** Still degraded, for another reason. */
    private static boolean worse(List<Condition> before, List<Condition> now) {
        Optional<String> reason =
                ConditionSet.find(now, ClusterConditions.DEGRADED).map(Condition::getReason);
        return held(before, ClusterConditions.DEGRADED)
                && held(now, ClusterConditions.DEGRADED)
                && !reason.equals(
                        ConditionSet.find(before, ClusterConditions.DEGRADED).map(Condition::getReason))
                && !PASSING.contains(reason.orElse(""));
    }

    /** Nobody is to be alarmed by what was asked for. */
    private static boolean asleep(List<Condition> now) {
        return ConditionSet.find(now, ClusterConditions.AVAILABLE)
                .map(Condition::getReason)
                .filter(each -> each.equals(HoldReason.HIBERNATED.word()) || each.equals(HoldReason.HIBERNATING.word()))
                .isPresent();
    }

    /** A rollout tells of itself. */
    private static boolean onItsWay(List<Condition> now) {
        return ConditionSet.find(now, ClusterConditions.SPEC_NOT_APPLIED)
                .map(Condition::getReason)
                .filter(each ->
                        each.equals(ClusterConditions.ROLLING_OUT) || each.equals(ClusterConditions.ROLLOUT_HALTED))
                .isPresent();
    }

    private static boolean turned(List<Condition> before, List<Condition> now, String type, boolean to) {
        return held(before, type) != to && held(now, type) == to;
    }

    private static boolean held(List<Condition> conditions, String type) {
        return ConditionSet.find(conditions, type)
                .map(each -> "True".equals(each.getStatus()))
                .orElse(false);
    }

    private static Told told(boolean warning, List<Condition> now, String type) {
        Condition condition = ConditionSet.find(now, type).orElseThrow();
        return new Told(warning, condition.getReason(), condition.getMessage());
    }
}
