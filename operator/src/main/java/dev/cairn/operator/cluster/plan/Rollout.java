// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import dev.cairn.crds.cluster.RolloutStatus;
import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedMember;
import dev.cairn.operator.cluster.observe.ObservedPod;
import dev.cairn.operator.cluster.reason.HoldReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Brings members to what the specification asks for, one at a time: who does not serve first, then followers, the leader
 * last, after handing over. The next one goes when the one before is through the {@link Gate}. A member that is not
 * through in time halts it: that member goes back to what the cluster ran with, the others stay as they are, and the
 * same target is not tried again. A target is locked until then, with one exception: where it is plainly broken, what
 * is asked for by now takes its place.
 */
final class Rollout {
    static final Duration PROGRESS_DEADLINE = Duration.ofMinutes(10);
    /** So often leadership is offered before its holder is remade without. */
    private static final int HANDOVERS_MAX = 5;
    /** So many voters are a quorum without one of them. */
    private static final int SPARES_ONE = 3;

    /** What must be done about the member whose turn it is, whoever else answers; empty when it is well, or nobody's turn. */
    Optional<Step> settle(ObservedCluster seen, boolean noProblems) {
        boolean mayChange = noProblems && seen.specFaults().isEmpty();
        if (seen.lacksIdentity()) {
            // Whoever cannot be asked is not to be judged.
            return Optional.empty();
        }
        return Rollouts.rolling(seen)
                .filter(each -> isMember(seen, each.member()))
                .flatMap(each -> stuck(seen, each, mayChange))
                .or(() -> Rollouts.halted(seen)
                        .filter(each -> isMember(seen, each.member()))
                        .flatMap(each -> back(seen, each, mayChange)));
    }

    /** As far as is known: one that has been replaced meanwhile is waited for no more. */
    private static boolean isMember(ObservedCluster seen, String member) {
        return member != null
                && (!(seen.membership() instanceof Membership.Known known)
                        || known.members().containsKey(member));
    }

    private static Optional<Step> stuck(ObservedCluster seen, RolloutStatus rollout, boolean mayChange) {
        String member = rollout.member();
        Optional<ObservedPod> pod = seen.pod(member);
        boolean serves = serves(seen, member);
        Revision target = Revision.of(rollout.template());
        if (pod.isPresent() && !target.made(pod.get())) {
            // Announced and not done; or another target has taken the first one's place.
            return serves || pod.get().terminating()
                    ? Optional.empty()
                    : Optional.of(roll(seen, rollout, target, pod.get(), "it does not serve"));
        }
        if (serves && !Gate.hopeless(seen, member)) {
            return overdue(seen, rollout, pod)
                    .filter(any -> seen.membership() instanceof Membership.Known known
                            && Gate.lacks(seen, known, member).isPresent())
                    .map(why -> halt(seen, rollout, pod, why));
        }
        boolean failing = pod.map(ObservedPod::failing).orElse(false);
        if (failing && mayChange && !rollout.target().equals(Rollouts.asked(seen))) {
            return Optional.of(start(
                    seen,
                    member,
                    "members are brought to " + Rollouts.asked(seen) + " instead of " + rollout.target()
                            + ", with which " + member + " does not work: " + trouble(pod)));
        }
        if (Gate.hopeless(seen, member)) {
            return Optional.of(halt(seen, rollout, pod, "DataDiffers"));
        }
        return overdue(seen, rollout, pod).map(why -> halt(seen, rollout, pod, why));
    }

    /** The member at which it halted goes back, unless something else is asked for by now. */
    private static Optional<Step> back(ObservedCluster seen, RolloutStatus rollout, boolean mayChange) {
        String member = rollout.member();
        Optional<ObservedPod> pod = seen.pod(member);
        Revision running = Revision.of(Templates.running(seen).orElse(seen.asked()));
        if (pod.isEmpty() || pod.get().terminating() || running.made(pod.get())) {
            return Optional.empty();
        }
        if (mayChange && !Rollouts.asksForWhatFailed(seen)) {
            return serves(seen, member)
                    ? Optional.empty()
                    : Optional.of(start(
                            seen,
                            member,
                            "members are brought to " + Rollouts.asked(seen) + ", after " + rollout.target()
                                    + " has failed"));
        }
        boolean safe = !serves(seen, member)
                || seen.membership() instanceof Membership.Known known && othersServe(seen, known, member);
        return safe
                ? Optional.of(roll(seen, rollout, running, pod.get(), "it goes back to what the cluster runs with"))
                : Optional.empty();
    }

    /** The next thing to do for what is asked; empty when that is nothing, or something else comes first. */
    Optional<Step> next(ObservedCluster seen, Membership.Known known) {
        if (!known.foreign().isEmpty() || !known.learners().isEmpty()) {
            return Optional.empty();
        }
        Optional<RolloutStatus> rolling = Rollouts.rolling(seen);
        if (rolling.isPresent()) {
            return proceed(seen, known, rolling.get());
        }
        boolean resized = known.voters().size() != seen.replicas() && allServe(seen, known);
        return resized || Rollouts.asksForWhatFailed(seen) || !due(seen) ? Optional.empty() : beginning(seen, known);
    }

    /**
     * No quorum answers, and there are members that end again and again while something else is asked for: there is
     * nothing to lose by trying it with them.
     */
    Optional<Step> withoutQuorum(ObservedCluster seen) {
        Optional<RolloutStatus> rolling = Rollouts.rolling(seen);
        Revision target = Revision.of(rolling.map(RolloutStatus::template).orElse(seen.asked()));
        Optional<ObservedPod> failing = seen.pods().values().stream()
                .filter(each -> each.failing() && !each.ready() && !each.terminating() && !target.made(each))
                .findFirst();
        if (failing.isEmpty() || seen.lacksIdentity() || Rollouts.asksForWhatFailed(seen)) {
            return Optional.empty();
        }
        if (rolling.isEmpty()) {
            return Optional.of(begin(seen));
        }
        boolean free = rolling.get().member() == null
                || seen.answer(rolling.get().member()).isPresent();
        return free
                ? Optional.of(roll(seen, rolling.get(), target, failing.get(), "it does not serve"))
                : Optional.empty();
    }

    /** What comes before another version: what etcd's rules want, and a snapshot where there is a place for it. */
    private static Optional<Step> beginning(ObservedCluster seen, Membership.Known known) {
        Optional<Step> rules = VersionRules.before(known, seen.asked());
        boolean another = Templates.running(seen)
                .map(each -> !each.image().equals(seen.asked().image()))
                .orElse(false);
        Optional<Step> snapshot =
                another && rules.filter(Step.Hold.class::isInstance).isEmpty()
                        ? Snapshots.before(
                                "VersionChange " + Rollouts.asked(seen),
                                "members are brought to " + seen.asked().image(),
                                seen)
                        : Optional.empty();
        return snapshot.or(() -> rules).or(() -> Optional.of(begin(seen)));
    }

    private static boolean due(ObservedCluster seen) {
        if (!seen.specFaults().isEmpty()) {
            return false;
        }
        Revision asked = Revision.of(seen.asked());
        return !seen.pods().values().stream().allMatch(asked::made)
                || !Templates.running(seen)
                        .map(each -> Revision.of(each).name().equals(asked.name()))
                        .orElse(true);
    }

    private static Step begin(ObservedCluster seen) {
        return start(
                seen,
                null,
                "members are brought to " + Rollouts.asked(seen) + ", what the specification asks for, one at a time");
    }

    private static Step start(ObservedCluster seen, String member, String why) {
        var record = RolloutStatus.begun(
                        Rollouts.asked(seen),
                        seen.asked(),
                        0,
                        seen.pods().size(),
                        seen.now().toString())
                .withMember(member, member == null ? null : seen.now().toString());
        return new Step.StartRollout(record.withUpdated(Rollouts.updated(seen, record)), why);
    }

    private static Optional<Step> proceed(ObservedCluster seen, Membership.Known known, RolloutStatus rollout) {
        Revision target = Revision.of(rollout.template());
        String turn = rollout.member();
        boolean made = turn != null
                && known.members().containsKey(turn)
                && seen.pod(turn)
                        .map(pod -> pod.terminating() || target.made(pod))
                        .orElse(true);
        if (made) {
            return Optional.of(through(seen, known, rollout, turn));
        }
        int wanted = Math.min(rollout.total(), seen.replicas());
        if (known.voters().size() < wanted && allServe(seen, known)) {
            return Optional.empty();
        }
        List<ObservedMember> outdated = known.voters().stream()
                .filter(each -> seen.pod(each.name())
                        .map(pod -> !pod.terminating() && !target.made(pod))
                        .orElse(false))
                .toList();
        if (outdated.isEmpty()) {
            return allServe(seen, known) ? Optional.of(finish(seen, rollout)) : Optional.empty();
        }
        Optional<ObservedMember> idle = outdated.stream()
                .filter(each -> !serves(seen, each.name()) && expendable(known, each))
                .findFirst();
        if (idle.isPresent()) {
            return Optional.of(roll(
                    seen,
                    rollout,
                    target,
                    seen.pod(idle.get().name()).orElseThrow(),
                    "it does not serve, so it is first"));
        }
        return allServe(seen, known) ? Optional.of(nextOf(outdated, seen, known, rollout)) : Optional.empty();
    }

    /** One or two voters are no quorum without each, however they are remade. */
    private static boolean expendable(Membership.Known known, ObservedMember idle) {
        return !idle.answers() || known.canSpare(idle) || known.voters().size() < SPARES_ONE;
    }

    private static Step through(ObservedCluster seen, Membership.Known known, RolloutStatus rollout, String member) {
        return Gate.lacks(seen, known, member)
                .<Step>map(lack -> new Step.Hold(
                        HoldReason.MEMBER_UPDATING,
                        Optional.of(member),
                        "waiting for " + member + " on " + rollout.target() + ": " + lack))
                .orElseGet(() -> {
                    var record = rollout.withMember(null, null);
                    return new Step.ConfirmMember(
                            member,
                            record.withUpdated(Rollouts.updated(seen, record)),
                            member + " works with " + rollout.target()
                                    + ": ready, caught up, its keys those of the others");
                });
    }

    private static Step nextOf(
            List<ObservedMember> outdated, ObservedCluster seen, Membership.Known known, RolloutStatus rollout) {
        ObservedMember next = outdated.stream()
                .min(Comparator.comparing(ObservedMember::leads).thenComparing(ObservedMember::name))
                .orElseThrow();
        Optional<ObservedMember> heir = known.voters().stream()
                .filter(each -> each.id() != next.id())
                .max(Comparator.comparing((ObservedMember each) ->
                                each.answer().orElseThrow().appliedIndex())
                        .thenComparing(ObservedMember::name));
        boolean refused = seen.intent("MoveLeader")
                .map(each -> each.attempt() != null && each.attempt() >= HANDOVERS_MAX)
                .orElse(false);
        if (next.leads() && heir.isPresent() && !refused) {
            return new Step.MoveLeader(
                    next.name(),
                    heir.get().name(),
                    heir.get().id(),
                    next.name() + " leads and is the last to be remade: "
                            + heir.get().name() + " takes over first");
        }
        return roll(
                seen,
                rollout,
                Revision.of(rollout.template()),
                seen.pod(next.name()).orElseThrow(),
                next.leads() ? "it is the last" : "it is the next");
    }

    private static Step finish(ObservedCluster seen, RolloutStatus rollout) {
        return new Step.FinishRollout(
                rollout.finished(Rollouts.updated(seen, rollout)),
                rollout.template(),
                "every member works with " + rollout.target());
    }

    private static Step roll(ObservedCluster seen, RolloutStatus rollout, Revision to, ObservedPod pod, String why) {
        boolean same = pod.name().equals(rollout.member());
        return new Step.RollMember(
                pod.name(),
                pod.uid(),
                to.parts(),
                same ? rollout : rollout.withMember(pod.name(), seen.now().toString()),
                pod.name() + " is made anew on its volume as " + to.name() + ": " + why);
    }

    private static Step halt(ObservedCluster seen, RolloutStatus rollout, Optional<ObservedPod> pod, String reason) {
        String lack = seen.membership() instanceof Membership.Known known
                ? Gate.lacks(seen, known, rollout.member()).orElse(trouble(pod))
                : trouble(pod);
        String why = rollout.member() + " does not work with " + rollout.target() + ": " + lack
                + ". It goes back to what the cluster runs with, the others stay as they are; the specification has to"
                + " be changed before anything is tried again";
        return new Step.HaltRollout(rollout.halted(reason, why), why);
    }

    /** Why it has been waited for long enough; empty when it has not. */
    private static Optional<String> overdue(ObservedCluster seen, RolloutStatus rollout, Optional<ObservedPod> pod) {
        boolean mayStillCome = seen.membership() instanceof Membership.Unknown
                && (pod.map(ObservedPod::ready).orElse(false)
                        || seen.answer(rollout.member()).isPresent());
        if (mayStillCome || rollout.memberSince() == null) {
            return Optional.empty();
        }
        Instant since = Instant.parse(rollout.memberSince());
        boolean stuck = pod.map(each -> each.failing()
                        && !seen.now().isBefore(since.plus(Templates.STUCK))
                        && !seen.now().isBefore(each.createdAt().plus(Templates.STUCK)))
                .orElse(false);
        if (stuck) {
            return Optional.of("PodFails");
        }
        return seen.now().isBefore(since.plus(deadline(seen))) ? Optional.empty() : Optional.of("DeadlineExceeded");
    }

    private static Duration deadline(ObservedCluster seen) {
        return seen.spec().rollout() == null || seen.spec().rollout().progressDeadline() == null
                ? PROGRESS_DEADLINE
                : Duration.parse("PT" + seen.spec().rollout().progressDeadline().toUpperCase(Locale.ROOT));
    }

    private static String trouble(Optional<ObservedPod> pod) {
        return pod.map(each -> each.trouble().isEmpty() ? "its pod is not ready" : each.trouble())
                .orElse("it has no pod");
    }

    private static boolean serves(ObservedCluster seen, String member) {
        return seen.answer(member).isPresent()
                && seen.pod(member)
                        .map(pod -> pod.ready() && !pod.terminating())
                        .orElse(false);
    }

    private static boolean allServe(ObservedCluster seen, Membership.Known known) {
        return othersServe(seen, known, "");
    }

    private static boolean othersServe(ObservedCluster seen, Membership.Known known, String than) {
        return known.voters().stream().allMatch(each -> each.name().equals(than) || serves(seen, each.name()));
    }
}
