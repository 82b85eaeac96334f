// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import dev.cairn.operator.cluster.observe.MemberCheck;
import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedMember;
import dev.cairn.operator.cluster.observe.ObservedPod;
import dev.cairn.operator.etcd.EndpointStatus;
import java.util.Optional;

/**
 * Whether a member that was remade is as good as before, so that the next one may go: its pod ready, its log applied, a
 * linearizable read answered, its keys those of the others.
 */
final class Gate {
    /** Entries of the log that a member may be behind while clients write. */
    static final long BEHIND_MAX = 1000;

    private Gate() {}

    /** What it still lacks, in words; empty when it is through. */
    static Optional<String> lacks(ObservedCluster seen, Membership.Known known, String member) {
        Optional<ObservedPod> pod = seen.pod(member);
        if (pod.isEmpty() || pod.get().terminating()) {
            return Optional.of(pod.isEmpty() ? "it has no pod" : "its earlier pod is being deleted");
        }
        if (!pod.get().ready()) {
            return Optional.of(
                    pod.get().trouble().isEmpty()
                            ? "its pod is not ready yet"
                            : pod.get().trouble());
        }
        Optional<EndpointStatus> answer = seen.answer(member);
        return answer.isEmpty()
                ? Optional.of("it does not answer")
                : VersionRules.skipped(known, member)
                        .or(() -> behind(known, answer.get()))
                        .or(() -> unchecked(seen, member));
    }

    /** Keys that differ do not become equal by waiting. */
    static boolean hopeless(ObservedCluster seen, String member) {
        return seen.check()
                .map(each -> each.member().equals(member) && each.data() == MemberCheck.Data.DIFFERS)
                .orElse(false);
    }

    private static Optional<String> behind(Membership.Known known, EndpointStatus answer) {
        long behind = known.leader()
                        .flatMap(ObservedMember::answer)
                        .map(EndpointStatus::appliedIndex)
                        .orElse(answer.appliedIndex())
                - answer.appliedIndex();
        return behind > BEHIND_MAX
                ? Optional.of("it has " + behind + " entries of the log to apply")
                : Optional.empty();
    }

    private static Optional<String> unchecked(ObservedCluster seen, String member) {
        Optional<MemberCheck> check = seen.check().filter(each -> each.member().equals(member));
        if (check.isEmpty()) {
            return Optional.of("it has not been asked for a linearizable read yet");
        }
        boolean through = check.get().reads()
                && switch (check.get().data()) {
                    case SAME, ALONE, FORBIDDEN -> true;
                    case DIFFERS, UNKNOWN -> false;
                };
        return through ? Optional.empty() : Optional.of(check.get().words());
    }
}
