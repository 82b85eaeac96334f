// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.status;

import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedMember;
import java.util.List;

/**
 * How ready a cluster is, from what was seen alone.
 *
 * @param readyVoters voters whose pod is ready and that answer
 * @param unready names of voters that are not
 */
record Readiness(int readyVoters, List<String> unready, boolean available, boolean complete) {

    static Readiness of(ObservedCluster seen) {
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
        return new Readiness(ready, unready, ready >= known.quorum(), complete);
    }

    static boolean ready(ObservedCluster seen, ObservedMember member) {
        return member.answers()
                && seen.pod(member.name())
                        .map(pod -> pod.ready() && !pod.terminating())
                        .orElse(false);
    }
}
