// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.status;

import dev.cairn.crds.cluster.status.MemberRole;
import dev.cairn.operator.cluster.act.Outcome;
import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedPod;
import dev.cairn.operator.cluster.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is lost or broken about a cluster, whatever the operator is doing about it.
 *
 * @param reason one word, as conditions want it
 */
record Ailment(String reason, String message) {
    static final String PAUSED = "Paused";

    private static final String MEMBER_NOT_READY = "MemberNotReady";
    /** What is waited for is of the operator's own doing. */
    private static final Set<String> OWN_DOING = Set.of("Bootstrapping", "LearnerStarting");
    /** So long a pod may wait for its volume and its place before that is worth a word. */
    private static final Duration PATIENCE_WITH_PODS = Duration.ofSeconds(15);
    /** So long after its vote a member may take until Kubernetes finds it ready. */
    private static final Duration PATIENCE_WITH_VOTERS = Duration.ofMinutes(1);

    static Optional<Ailment> of(ObservedCluster seen, Step step, Outcome outcome, Readiness readiness) {
        return failure(step, outcome)
                .or(() -> hold(seen, step))
                .or(() -> pods(seen))
                .or(() -> quorum(seen))
                .or(() -> members(seen, readiness));
    }

    /** Whether a step waits for something that the operator has just begun itself. */
    static boolean ownDoing(ObservedCluster seen, Step step) {
        return step instanceof Step.Hold hold
                && (OWN_DOING.contains(hold.reason())
                        || MEMBER_NOT_READY.equals(hold.reason())
                                && hold.member()
                                        .map(each -> settling(seen, each))
                                        .orElse(false));
    }

    /** A hold that already says that everything is lost has no more to add. */
    static boolean tellsLostData(Step step) {
        return !(step instanceof Step.Hold hold && "DataLost".equals(hold.reason()));
    }

    private static Optional<Ailment> failure(Step step, Outcome outcome) {
        return outcome instanceof Outcome.Failed failed
                ? Optional.of(new Ailment(step.name() + "Failed", step.message() + ": " + failed.message()))
                : Optional.empty();
    }

    private static Optional<Ailment> hold(ObservedCluster seen, Step step) {
        return step instanceof Step.Hold hold && !ownDoing(seen, step) && !PAUSED.equals(hold.reason())
                ? Optional.of(
                        new Ailment(hold.reason(), hold.message() + (tellsLostData(step) ? LostData.in(seen) : "")))
                : Optional.empty();
    }

    private static Optional<Ailment> pods(ObservedCluster seen) {
        List<String> troubled = seen.pods().values().stream()
                .filter(pod -> troubled(seen, pod))
                .map(pod -> pod.name() + ": " + pod.trouble())
                .toList();
        return troubled.isEmpty()
                ? Optional.empty()
                : Optional.of(new Ailment("PodsNotRunning", String.join("; ", troubled) + LostData.in(seen)));
    }

    private static boolean troubled(ObservedCluster seen, ObservedPod pod) {
        return !pod.trouble().isEmpty()
                && !pod.ready()
                && !pod.terminating()
                && !seen.now().isBefore(pod.createdAt().plus(PATIENCE_WITH_PODS));
    }

    private static Optional<Ailment> quorum(ObservedCluster seen) {
        return seen.latchedClusterId().isPresent() && seen.membership() instanceof Membership.Unknown unknown
                ? Optional.of(new Ailment("NoQuorum", "no quorum answers: " + unknown.why() + LostData.in(seen)))
                : Optional.empty();
    }

    private static Optional<Ailment> members(ObservedCluster seen, Readiness readiness) {
        List<String> down = readiness.unready().stream()
                .filter(each -> !settling(seen, each))
                .toList();
        return seen.latchedClusterId().isEmpty() || down.isEmpty()
                ? Optional.empty()
                : Optional.of(new Ailment(
                        "MembersNotReady",
                        "not ready: "
                                + down.stream()
                                        .map(each -> each + (seen.pod(each).isEmpty() ? " (it has no pod)" : ""))
                                        .collect(Collectors.joining(", "))));
    }

    /** A member that has just got its vote, or has just formed the cluster, and whose pod has no trouble. */
    private static boolean settling(ObservedCluster seen, String member) {
        boolean runs = seen.pod(member)
                .map(pod -> pod.trouble().isEmpty() && !pod.terminating() && pod.phase() != ObservedPod.Phase.ENDED)
                .orElse(false);
        return runs
                && Optional.ofNullable(seen.status().members()).stream()
                        .flatMap(List::stream)
                        .filter(each -> member.equals(each.name()) && each.role() == MemberRole.VOTER)
                        .allMatch(each -> each.since() == null
                                || seen.now()
                                        .isBefore(Instant.parse(each.since()).plus(PATIENCE_WITH_VOTERS)));
    }
}
