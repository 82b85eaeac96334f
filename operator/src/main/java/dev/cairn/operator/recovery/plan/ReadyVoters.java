// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.recovery.plan;

import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedMember;

/** Whether there are enough voters to lead clients to. */
final class ReadyVoters {
    private ReadyVoters() {}

    /** As many are ready as make a quorum of those that are asked for. */
    static boolean ofThoseAskedFor(ObservedCluster seen) {
        return seen.membership() instanceof Membership.Known known && count(seen, known) >= seen.replicas() / 2 + 1;
    }

    /** As many are ready as make a quorum of those that etcd lists. */
    static boolean ofThoseListed(ObservedCluster seen) {
        return seen.membership() instanceof Membership.Known known && count(seen, known) >= known.quorum();
    }

    private static long count(ObservedCluster seen, Membership.Known known) {
        return known.voters().stream().filter(each -> ready(seen, each)).count();
    }

    private static boolean ready(ObservedCluster seen, ObservedMember voter) {
        return voter.answers()
                && seen.pod(voter.name())
                        .map(pod -> pod.ready() && !pod.terminating())
                        .orElse(false);
    }
}
