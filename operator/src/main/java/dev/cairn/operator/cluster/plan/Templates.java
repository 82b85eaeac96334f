// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import dev.cairn.crds.cluster.MemberTemplate;
import dev.cairn.crds.cluster.RolloutStatus;
import dev.cairn.crds.cluster.status.MemberRole;
import dev.cairn.crds.cluster.status.MemberStatus;
import dev.cairn.operator.cluster.desired.AppliedSpec;
import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedPod;
import dev.cairn.operator.cluster.observe.ObservedVolume;
import dev.cairn.operator.naming.Labels;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What pods are made from. A cluster that runs keeps what it runs with: a lost pod comes back from what is recorded, not
 * from a specification that was edited since, nor with another operator's default image; a member's volume notes what a
 * rollout has made of it. Where nothing ever worked, the specification is all there is to go by.
 */
public final class Templates {
    /** A pod that has been in trouble for so long is not only slow. */
    static final Duration STUCK = Duration.ofMinutes(2);

    private Templates() {}

    /** What the cluster runs with; empty as long as nothing of it has ever worked. */
    public static Optional<MemberTemplate> running(ObservedCluster seen) {
        if (!proven(seen)) {
            return Optional.empty();
        }
        return Optional.of(Optional.ofNullable(seen.status().template()).orElseGet(() -> guessed(seen)));
    }

    static MemberTemplate of(ObservedCluster seen, String member) {
        Map<String, String> noted =
                seen.volume(member).map(ObservedVolume::askedSpec).orElse(Map.of());
        Optional<MemberTemplate> running = running(seen);
        Optional<RolloutStatus> rollout = Rollouts.rolling(seen).or(() -> Rollouts.halted(seen));
        // The member at which a rollout halted is not made from what it halted with.
        boolean failed =
                Rollouts.halted(seen).map(each -> member.equals(each.member())).orElse(false);
        return Stream.of(
                        running,
                        rollout.filter(any -> !failed).map(RolloutStatus::template),
                        Optional.of(seen.asked()).filter(any -> !(failed && Rollouts.asksForWhatFailed(seen))))
                .flatMap(Optional::stream)
                .filter(each -> AppliedSpec.of(each).equals(noted))
                .findFirst()
                .or(() -> running)
                .orElse(seen.asked());
    }

    /**
     * A pod in which its member was never ready goes when the specification has changed since, and so does one that is
     * stuck with what the others run with while the specification asks for something else.
     */
    static Optional<Step> remake(ObservedCluster seen, ObservedPod pod) {
        var asked = seen.askedSpec();
        if (pod.terminating()
                || wasReady(seen, pod)
                || !seen.specFaults().isEmpty()
                || Rollouts.asksForWhatFailed(seen)
                || Rollouts.rolling(seen).isPresent() && !Labels.LEARNER.equals(pod.role())
                || pod.appliedSpec().isEmpty()
                || pod.appliedSpec().equals(asked)) {
            return Optional.empty();
        }
        boolean edited = !pod.askedSpec().isEmpty() && !pod.askedSpec().equals(asked);
        boolean stuck =
                !pod.trouble().isEmpty() && !seen.now().isBefore(pod.createdAt().plus(STUCK));
        if (!edited && !stuck) {
            return Optional.empty();
        }
        return Optional.of(new Step.RemakePod(
                pod.name(),
                pod.uid(),
                asked,
                "pod " + pod.name() + " was never ready, and the specification "
                        + (edited ? "has changed since it was made" : "asks for another than it was made from")
                        + ": it is made anew"
                        + (pod.trouble().isEmpty() ? "" : " (" + pod.trouble() + ")")));
    }

    /** A voter has been in sync once, so what it ran with works. */
    private static boolean proven(ObservedCluster seen) {
        return seen.membership() instanceof Membership.Known
                || seen.pods().values().stream().anyMatch(ObservedPod::ready)
                || table(seen).stream().anyMatch(each -> each.role() == MemberRole.VOTER);
    }

    private static boolean wasReady(ObservedCluster seen, ObservedPod pod) {
        return pod.ready()
                || answers(seen, pod.name())
                || table(seen).stream()
                        .anyMatch(each ->
                                pod.name().equals(each.name()) && pod.uid().equals(each.readyPod()));
    }

    private static boolean answers(ObservedCluster seen, String member) {
        return seen.answer(member).isPresent();
    }

    /** A cluster of an operator that recorded nothing: its pods tell the image, the specification the rest. */
    private static MemberTemplate guessed(ObservedCluster seen) {
        return seen.pods().values().stream()
                .filter(each -> !each.image().isEmpty())
                .min(java.util.Comparator.comparing((ObservedPod each) -> !wasReady(seen, each))
                        .thenComparing(ObservedPod::name))
                .map(each -> seen.asked().withImage(each.image()))
                .orElse(seen.asked());
    }

    private static List<MemberStatus> table(ObservedCluster seen) {
        return Optional.ofNullable(seen.status().members()).orElse(List.of());
    }
}
