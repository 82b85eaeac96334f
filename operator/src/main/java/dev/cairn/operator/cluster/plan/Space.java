// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import dev.cairn.crds.cluster.status.SpaceStatus;
import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedMember;
import dev.cairn.operator.etcd.EndpointStatus;
import dev.cairn.operator.etcd.RaisedAlarm;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is done about NOSPACE: history compacted where that is allowed, members defragmented one at a time, the leader
 * last, and the alarm disarmed only when every member is well below its quota. One attempt in ten minutes: what fills up
 * again is for a person to look at.
 */
final class Space {
    static final Duration BETWEEN_ATTEMPTS = Duration.ofMinutes(10);
    /** So many per cent of its quota a member may hold for the alarm to go. */
    static final int DISARM_BELOW_PERCENT = 90;
    /** A member that would give back less than so many per cent of its quota is left alone. */
    static final int WORTH_PERCENT = 2;

    private static final long DEFAULT_QUOTA = 2L << 30;
    private static final int ATTEMPTS_MAX = 3;
    private static final int PERCENT = 100;
    private static final int SPARES_ONE = 3;

    /** The next thing to do about a full cluster; empty when it is not full, or nothing may or can be done now. */
    Optional<Step> next(ObservedCluster seen, Membership.Known known) {
        List<RaisedAlarm> raised = seen.alarms().stream()
                .filter(each -> RaisedAlarm.NOSPACE.equals(each.type()))
                .toList();
        if (raised.isEmpty()
                || seen.spec().maintenance() != null
                        && Boolean.FALSE.equals(seen.spec().maintenance().freeSpace())) {
            return Optional.empty();
        }
        SpaceStatus attempt = seen.status().space();
        boolean underWay = attempt != null && attempt.ended() == null;
        if (!underWay) {
            boolean soon = attempt != null
                    && seen.now().isBefore(Instant.parse(attempt.ended()).plus(BETWEEN_ATTEMPTS));
            return soon
                    ? Optional.empty()
                    : Optional.of(new Step.FreeSpace(
                            new SpaceStatus(seen.now().toString(), null, null, null),
                            "etcd has raised NOSPACE: members are defragmented, one at a time"));
        }
        return compact(seen, known, attempt)
                .or(() -> defragment(seen, known))
                .or(() -> Optional.of(end(seen, known, attempt, raised)));
    }

    private static Optional<Step> compact(ObservedCluster seen, Membership.Known known, SpaceStatus attempt) {
        boolean allowed = seen.spec().maintenance() != null
                && Boolean.TRUE.equals(seen.spec().maintenance().compact());
        if (!allowed || attempt.compactedTo() != null) {
            return Optional.empty();
        }
        return known.leader()
                .flatMap(ObservedMember::answer)
                .map(EndpointStatus::revision)
                .map(revision -> new Step.Compact(
                        revision, attempt.compacted(revision), "history up to revision " + revision + " is compacted"));
    }

    private static Optional<Step> defragment(ObservedCluster seen, Membership.Known known) {
        return known.members().values().stream()
                .filter(ObservedMember::answers)
                .filter(each -> worth(seen, each.answer().orElseThrow()))
                .filter(each -> !givenUp(seen, each.name()))
                .filter(each ->
                        each.learner() || known.canSpare(each) || known.voters().size() < SPARES_ONE)
                .min(Comparator.comparing(ObservedMember::leads).thenComparing(ObservedMember::name))
                .map(each -> new Step.Defragment(
                        each.name(),
                        each.name() + " is defragmented: it holds "
                                + each.answer().orElseThrow().size().bytes() + " bytes and uses "
                                + each.answer().orElseThrow().size().inUse()));
    }

    private static boolean worth(ObservedCluster seen, EndpointStatus answer) {
        return (answer.size().bytes() - answer.size().inUse()) * PERCENT > quota(seen, answer) * WORTH_PERCENT;
    }

    private static boolean givenUp(ObservedCluster seen, String member) {
        return seen.intent("Defragment")
                .filter(each -> member.equals(each.member()))
                .map(each -> each.attempt() != null && each.attempt() >= ATTEMPTS_MAX)
                .orElse(false);
    }

    private static Step end(
            ObservedCluster seen, Membership.Known known, SpaceStatus attempt, List<RaisedAlarm> raised) {
        String full = known.members().values().stream()
                .map(each -> each.answer()
                        .map(answer -> percent(seen, answer) < DISARM_BELOW_PERCENT
                                ? ""
                                : each.name() + " holds " + percent(seen, answer) + " % of its quota")
                        .orElse(each.name() + " does not answer"))
                .filter(each -> !each.isEmpty())
                .reduce((all, one) -> all + ", " + one)
                .orElse("");
        String now = seen.now().toString();
        if (full.isEmpty()) {
            String message = "every member is below " + DISARM_BELOW_PERCENT + " % of its quota: the alarm is disarmed";
            return new Step.Disarm(raised, attempt.over(now, message), message);
        }
        String message = full + ": the alarm stays; delete keys and compact, or raise spec.config.quotaBackendBytes";
        return new Step.GiveUpSpace(attempt.over(now, message), message);
    }

    private static long percent(ObservedCluster seen, EndpointStatus answer) {
        return answer.size().bytes() * PERCENT / quota(seen, answer);
    }

    /** As the member tells it; etcd before 3.6 does not. */
    private static long quota(ObservedCluster seen, EndpointStatus answer) {
        if (answer.size().quota() > 0) {
            return answer.size().quota();
        }
        boolean asked = seen.spec().config() != null && seen.spec().config().quotaBackendBytes() != null;
        return asked
                ? seen.spec().config().quotaBackendBytes().getNumericalAmount().longValue()
                : DEFAULT_QUOTA;
    }
}
