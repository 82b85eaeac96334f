// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.status;

import dev.cairn.crds.cluster.status.MemberRole;
import dev.cairn.crds.cluster.status.MemberStatus;
import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedMember;
import java.util.List;
import java.util.Optional;

/**
 * How ready a cluster is, from what was seen alone.
 *
 * @param readyVoters voters whose pod is ready and that answer
 * @param unready names of voters that are not
 * @param available whether clients are served: a quorum has answered, and a voter is ready, to whom they are led. Of the
 *     quorum not all need be ready: the pod of who has just got its vote is a moment later
 */
record Readiness(int readyVoters, List<String> unready, boolean available, boolean complete) {

    static Readiness of(ObservedCluster seen) {
        if (seen.lacksIdentity()) {
            return byPods(seen);
        }
        if (!(seen.membership() instanceof Membership.Known known)) {
            return new Readiness(0, List.copyOf(seen.pods().keySet()), false, false);
        }
        List<String> unready = known.voters().stream()
                .filter(each -> !ready(seen, each))
                .map(ObservedMember::name)
                .toList();
        int ready = known.voters().size() - unready.size();
        boolean complete = unready.isEmpty()
                && known.learners().isEmpty()
                && known.foreign().isEmpty()
                && known.voters().size() == seen.replicas();
        return new Readiness(ready, unready, ready > 0, complete);
    }

    /** Members that cannot be asked are as ready as their pods say; that is not enough to call all of it complete. */
    private static Readiness byPods(ObservedCluster seen) {
        List<String> voters = Optional.ofNullable(seen.status().members()).stream()
                .flatMap(List::stream)
                .filter(each -> each.role() == MemberRole.VOTER)
                .map(MemberStatus::name)
                .toList();
        List<String> unready =
                voters.stream().filter(each -> !podReady(seen, each)).toList();
        int ready = voters.size() - unready.size();
        return new Readiness(ready, unready, ready > voters.size() / 2, false);
    }

    static boolean ready(ObservedCluster seen, ObservedMember member) {
        return member.answers() && podReady(seen, member.name());
    }

    static boolean podReady(ObservedCluster seen, String member) {
        return seen.pod(member).map(pod -> pod.ready() && !pod.terminating()).orElse(false);
    }
}
