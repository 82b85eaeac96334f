// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.status;

import dev.cairn.crds.cluster.RolloutState;
import dev.cairn.crds.cluster.RolloutStatus;
import dev.cairn.operator.cluster.act.Acted;
import dev.cairn.operator.cluster.desired.AppliedSpec;
import dev.cairn.operator.cluster.execute.Outcome;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedPod;
import dev.cairn.operator.cluster.plan.Hibernation;
import dev.cairn.operator.cluster.plan.Rollouts;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.cluster.plan.StorageChange;
import dev.cairn.operator.cluster.reason.HoldReason;
import dev.cairn.operator.conditions.ConditionSet;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The conditions of a cluster. */
final class ClusterConditions {
    static final String READY = "Ready";
    static final String AVAILABLE = "Available";
    static final String PROGRESSING = "Progressing";
    static final String DEGRADED = "Degraded";
    static final String SPEC_NOT_APPLIED = "SpecNotApplied";
    static final String ROLLOUT_HALTED = "RolloutHalted";
    /** Fields on their way to the members are no reason to be alarmed. */
    static final String ROLLING_OUT = "RollingOut";

    static final String HIBERNATED = "Hibernated";

    private ClusterConditions() {}

    static List<Condition> of(ObservedCluster seen, Step step, Acted acted) {
        Readiness readiness = Readiness.of(seen);
        Optional<Ailment> ailment = Ailment.of(seen, step, acted.outcome(), readiness);
        String why = step instanceof Step.Hold ? reason(step) : asleep(seen, reason(step));
        String message = message(step, acted.outcome())
                + (paused(step) ? ailment.map(each -> "; " + each.message()).orElse("") : "")
                + (Ailment.tellsLostData(step) ? LostData.in(seen) : "");
        var conditions = new ConditionSet(seen.status().conditions(), seen.generation(), seen.now());
        if (readiness.complete()) {
            conditions.say(
                    READY,
                    true,
                    "AllMembersReady",
                    seen.replicas() + " of " + seen.replicas() + " members are ready voters");
        } else {
            conditions.say(READY, false, why, message);
        }
        conditions.say(
                AVAILABLE,
                readiness.available(),
                readiness.available() ? "QuorumReady" : asleep(seen, "NoQuorum"),
                readiness.available() ? readiness.readyVoters() + " voters are ready" : message);
        boolean moving = step instanceof Step.Mutation || Ailment.ownDoing(seen, step);
        conditions.say(PROGRESSING, moving, moving ? why : resting(step), message);
        degraded(conditions, seen, ailment, readiness);
        Optional<RolloutStatus> rollout = Optional.ofNullable(acted.status().rollout());
        specNotApplied(conditions, seen, rollout);
        halted(conditions, seen, rollout);
        hibernated(conditions, seen, message);
        CertificateTable.tell(conditions, seen);
        Recovered.tell(conditions, acted.status().recovery());
        return conditions.asList();
    }

    private static void degraded(
            ConditionSet conditions, ObservedCluster seen, Optional<Ailment> ailment, Readiness readiness) {
        if (ailment.isPresent()) {
            conditions.say(DEGRADED, true, ailment.get().reason(), ailment.get().message());
        } else if (Hibernation.asked(seen)) {
            conditions.say(DEGRADED, false, asleep(seen, ""), "spec.replicas is 0");
        } else if (seen.latchedClusterId().isEmpty()) {
            boolean paused = Boolean.TRUE.equals(seen.spec().paused());
            conditions.say(
                    DEGRADED,
                    false,
                    paused ? HoldReason.PAUSED.word() : "Forming",
                    paused ? "the cluster has not formed: spec.paused is true" : "the cluster has not formed yet");
        } else if (!readiness.unready().isEmpty()) {
            conditions.say(
                    DEGRADED,
                    false,
                    "MembersStarting",
                    readiness.unready().stream()
                            .map(each -> each
                                    + (Rollouts.isRemade(seen, each) ? " is being remade" : " has joined just now"))
                            .collect(Collectors.joining(", ")));
        } else if (readiness.readyVoters() != seen.replicas()) {
            conditions.say(
                    DEGRADED,
                    false,
                    "Resizing",
                    readiness.readyVoters() + " voters are here and ready, " + seen.replicas() + " are asked for");
        } else {
            conditions.say(DEGRADED, false, "AsExpected", "nothing is lost or broken");
        }
    }

    private static void specNotApplied(ConditionSet conditions, ObservedCluster seen, Optional<RolloutStatus> rollout) {
        Map<String, TreeSet<String>> stale = new TreeMap<>();
        for (Map.Entry<String, ObservedPod> each : seen.pods().entrySet()) {
            seen.askedSpec().forEach((field, digest) -> {
                String applied = each.getValue().appliedSpec().get(field);
                if (applied != null && !applied.equals(digest) && !field.equals(AppliedSpec.RESTART)) {
                    stale.computeIfAbsent(field, any -> new TreeSet<>()).add(each.getKey());
                }
            });
        }
        StorageChange.behind(seen)
                .forEach(each ->
                        stale.computeIfAbsent("storage", any -> new TreeSet<>()).add(each));
        boolean halted = isHalted(seen, rollout);
        boolean rolling =
                rollout.filter(each -> each.state() == RolloutState.ROLLING).isPresent();
        if (seen.pods().isEmpty()) {
            conditions.say(SPEC_NOT_APPLIED, false, "NoPods", "no member has a pod");
        } else if (stale.isEmpty() && !halted) {
            conditions.say(SPEC_NOT_APPLIED, false, "Applied", "every member runs what the specification says");
        } else {
            String fields = stale.entrySet().stream()
                    .map(each -> "spec." + each.getKey() + " on " + String.join(", ", each.getValue()))
                    .reduce((all, one) -> all + "; " + one)
                    .orElse("no field on a running member");
            conditions.say(
                    SPEC_NOT_APPLIED,
                    true,
                    halted ? ROLLOUT_HALTED : rolling ? ROLLING_OUT : "PodsPredateSpec",
                    (halted
                                    ? "members did not work with what is asked for: "
                                    : rolling ? "on its way, one member at a time: " : "not applied yet: ")
                            + fields);
        }
    }

    private static void hibernated(ConditionSet conditions, ObservedCluster seen, String message) {
        if (Hibernation.asked(seen)) {
            conditions.say(HIBERNATED, Hibernation.sleeps(seen), asleep(seen, ""), message);
        } else {
            conditions.say(HIBERNATED, false, "Awake", "spec.replicas is above zero");
        }
    }

    /** The word for a cluster that is to hibernate; another one's as it is. */
    private static String asleep(ObservedCluster seen, String otherwise) {
        if (!Hibernation.asked(seen)) {
            return otherwise;
        }
        return Hibernation.sleeps(seen) ? HoldReason.HIBERNATED.word() : HoldReason.HIBERNATING.word();
    }

    private static void halted(ConditionSet conditions, ObservedCluster seen, Optional<RolloutStatus> rollout) {
        if (isHalted(seen, rollout)) {
            conditions.say(
                    ROLLOUT_HALTED, true, rollout.get().reason(), rollout.get().message());
        } else {
            conditions.say(ROLLOUT_HALTED, false, "AsExpected", "what is asked for has not failed");
        }
    }

    /** What failed is still what is asked for. */
    private static boolean isHalted(ObservedCluster seen, Optional<RolloutStatus> rollout) {
        return rollout.filter(each ->
                        each.state() == RolloutState.HALTED && each.target().equals(AppliedSpec.revision(seen.asked())))
                .isPresent();
    }

    private static boolean paused(Step step) {
        return step instanceof Step.Hold hold && hold.reason() == HoldReason.PAUSED;
    }

    private static String resting(Step step) {
        return step instanceof Step.Hold hold ? hold.reason().word() : "AtRest";
    }

    private static String reason(Step step) {
        return step instanceof Step.Hold hold ? hold.reason().word() : step.name();
    }

    private static String message(Step step, Outcome outcome) {
        return switch (outcome) {
            case Outcome.NotYet notYet -> notYet.message();
            case Outcome.Failed failed -> step.message() + ": " + failed.message();
            case Outcome.Done done -> step.message();
            case Outcome.Nothing nothing -> step.message();
            case Outcome.Overtaken overtaken -> step.message();
        };
    }
}
