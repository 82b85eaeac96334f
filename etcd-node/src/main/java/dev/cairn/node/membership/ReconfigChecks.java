// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.membership;

import dev.cairn.node.wire.EtcdError;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * What {@code --strict-reconfig-check} asks before a change is proposed: that the cluster as it will be has a quorum of
 * started members, and that enough members are connected now. Each check throws what the client is answered.
 */
public final class ReconfigChecks {
    /** A learner may become a voter once it has this share of the leader's log, in percent. */
    private static final int LEARNER_READY_PERCENT = 90;

    private ReconfigChecks() {}

    /**
     * A voter needs a quorum of the larger cluster started, or the only member there is. Whatever is added, a quorum of the
     * cluster with one voter more has to be connected, a learner's included: it is there to become one.
     *
     * @param connected whether the member has been connected for long enough; true for the own member
     */
    public static void checkAdd(MembersView view, boolean learner, LongPredicate connected) {
        List<ClusterMember> voters = view.voters();
        int started = started(voters);
        boolean growsFromOne = voters.size() == 1 && started == 1;
        if (!learner && !growsFromOne && started < quorum(voters.size() + 1)) {
            throw EtcdError.MEMBER_NOT_ENOUGH_STARTED.exception();
        }
        if (voters.size() > 1 && connected(voters, connected) < quorum(voters.size() + 1)) {
            throw EtcdError.UNHEALTHY.exception();
        }
    }

    /**
     * @param connected whether the member has been connected for long enough; true for the own member
     * @param unreachable whether the member has no connection at all: nothing is lost with it; false for the own one
     */
    public static void checkRemove(MembersView view, long id, LongPredicate connected, LongPredicate unreachable) {
        ClusterMember leaving = view.member(id);
        if (leaving != null && leaving.learner()) {
            return;
        }
        List<ClusterMember> voters = view.voters();
        List<ClusterMember> staying =
                voters.stream().filter(voter -> voter.id() != id).toList();
        if (started(staying) < quorum(staying.size())) {
            throw EtcdError.MEMBER_NOT_ENOUGH_STARTED.exception();
        }
        if (unreachable.test(id)) {
            return;
        }
        if (connected(voters, connected) - 1 < quorum(voters.size() - 1)) {
            throw EtcdError.UNHEALTHY.exception();
        }
    }

    /** The learner counts as started: it has to run to be in sync. */
    public static void checkPromote(MembersView view) {
        List<ClusterMember> voters = view.voters();
        if (started(voters) + 1 < quorum(voters.size() + 1)) {
            throw EtcdError.MEMBER_NOT_ENOUGH_STARTED.exception();
        }
    }

    /** Asked on the leader, whatever the flags say. */
    public static void checkInSync(long leaderMatchIndex, long learnerMatchIndex) {
        if (learnerMatchIndex * 100.0 < leaderMatchIndex * (double) LEARNER_READY_PERCENT) {
            throw EtcdError.LEARNER_NOT_READY.exception();
        }
    }

    private static int started(List<ClusterMember> members) {
        return (int) members.stream().filter(ClusterMember::isStarted).count();
    }

    private static long connected(List<ClusterMember> members, LongPredicate connected) {
        return members.stream().filter(member -> connected.test(member.id())).count();
    }

    private static int quorum(int voters) {
        return voters / 2 + 1;
    }
}
