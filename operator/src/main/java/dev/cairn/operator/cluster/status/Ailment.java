// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.status;

import dev.cairn.crds.cluster.TlsMode;
import dev.cairn.crds.cluster.status.MemberRole;
import dev.cairn.operator.cluster.execute.Outcome;
import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedMember;
import dev.cairn.operator.cluster.observe.ObservedPod;
import dev.cairn.operator.cluster.plan.Hibernation;
import dev.cairn.operator.cluster.plan.Rollouts;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.cluster.reason.HoldReason;
import dev.cairn.operator.etcd.MemberIds;
import dev.cairn.operator.etcd.RaisedAlarm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is lost or broken about a cluster, whatever the operator is doing about it.
 *
 * @param reason one word, as conditions want it
 */
record Ailment(String reason, String message) {
    /** So long a pod may wait for its volume and its place before that is worth a word. */
    private static final Duration PATIENCE_WITH_PODS = Duration.ofSeconds(15);
    /** So long after its vote a member may take until Kubernetes finds it ready. */
    private static final Duration PATIENCE_WITH_VOTERS = Duration.ofMinutes(1);

    static Optional<Ailment> of(ObservedCluster seen, Step step, Outcome outcome, Readiness readiness) {
        // What fails beside the members hides nothing that is wrong with them.
        Optional<Ailment> failure = failure(step, outcome);
        return failure.filter(any -> !(step instanceof Step.Aside))
                .or(() -> Recovered.underWay(seen, step).map(words -> new Ailment(HoldReason.RECOVERING.word(), words)))
                .or(() -> hold(seen, step))
                .or(() -> Hibernation.asked(seen) ? Optional.empty() : pods(seen))
                .or(() -> Hibernation.asked(seen) || ownDoing(seen, step) ? Optional.empty() : quorum(seen))
                .or(() -> failure)
                .or(() -> alarm(seen))
                .or(() -> Hibernation.asked(seen) ? Optional.empty() : members(seen, readiness))
                .or(() -> ending(seen));
    }

    /** Whether a step waits for something that the operator has just begun itself. */
    static boolean ownDoing(ObservedCluster seen, Step step) {
        return step instanceof Step.Hold hold
                && (hold.reason().turn() == HoldReason.Turn.OURS
                        || hold.reason() == HoldReason.MEMBER_NOT_READY
                                && hold.member()
                                        .map(each -> settling(seen, each))
                                        .orElse(false));
    }

    /** A hold that already says that everything is lost has no more to add. */
    static boolean tellsLostData(Step step) {
        return !(step instanceof Step.Hold hold && hold.reason() == HoldReason.DATA_LOST);
    }

    private static Optional<Ailment> failure(Step step, Outcome outcome) {
        return outcome instanceof Outcome.Failed failed
                ? Optional.of(new Ailment(step.name() + "Failed", step.message() + ": " + failed.message()))
                : Optional.empty();
    }

    private static Optional<Ailment> hold(ObservedCluster seen, Step step) {
        return step instanceof Step.Hold hold
                        && !ownDoing(seen, step)
                        && hold.reason() != HoldReason.PAUSED
                        && hold.reason() != HoldReason.HIBERNATED
                ? Optional.of(new Ailment(
                        hold.reason().word(), hold.message() + (tellsLostData(step) ? LostData.in(seen) : "")))
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
        // Who cannot ask cannot say that nobody answers.
        return seen.latchedClusterId().isPresent()
                        && !seen.lacksIdentity()
                        && seen.membership() instanceof Membership.Unknown unknown
                ? Optional.of(new Ailment("NoQuorum", "no quorum answers: " + unknown.why() + LostData.in(seen)))
                : Optional.empty();
    }

    /** Data that differs is worse than writes that are refused. */
    private static Optional<Ailment> alarm(ObservedCluster seen) {
        return alarm(
                        seen,
                        RaisedAlarm.CORRUPT,
                        "Corrupt",
                        "its data is not the others': it is replaced once the hashes of a quorum say who is right")
                .or(() -> alarm(
                        seen,
                        RaisedAlarm.NOSPACE,
                        "NoSpace",
                        "writes are refused until keys are deleted and compacted, members defragmented and the alarm"
                                + " disarmed, or the quota is raised"));
    }

    private static Optional<Ailment> alarm(ObservedCluster seen, String type, String reason, String remedy) {
        List<String> about = seen.alarms().stream()
                .filter(each -> type.equals(each.type()))
                .map(each -> named(seen, each.memberId()))
                .sorted()
                .toList();
        return about.isEmpty()
                ? Optional.empty()
                : Optional.of(new Ailment(
                        reason, "etcd has raised " + type + " for " + String.join(", ", about) + ": " + remedy));
    }

    private static String named(ObservedCluster seen, long memberId) {
        return seen.membership() instanceof Membership.Known known
                ? known.members().values().stream()
                        .filter(each -> each.id() == memberId)
                        .map(ObservedMember::name)
                        .findFirst()
                        .orElse("the member with ID " + MemberIds.hex(memberId))
                : "the member with ID " + MemberIds.hex(memberId);
    }

    /** Long after a renewal should have come. */
    private static Optional<Ailment> ending(ObservedCluster seen) {
        return seen.pods().keySet().stream()
                .flatMap(member -> seen.certificate(member).stream()
                        .filter(each -> CertificateTable.ending(each, seen.now()))
                        .map(each -> member + " shows ends " + each.notAfter()))
                .findFirst()
                .map(words -> new Ailment(
                        "CertificateEnding",
                        "the certificate that " + words
                                + (seen.tlsMode() == TlsMode.PROVIDED
                                        ? ": renew it in the Secret that spec.tls.provided names"
                                        : "")));
    }

    private static Optional<Ailment> members(ObservedCluster seen, Readiness readiness) {
        List<String> down = readiness.unready().stream()
                .filter(each -> !settling(seen, each) && !Rollouts.isRemade(seen, each))
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
