// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.quorum;

import java.util.List;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;

/**
 * Two majorities that must both agree (§6, joint consensus). Outside of a transition the outgoing half is empty and only
 * the incoming one counts.
 */
public record Joint(Majority incoming, Majority outgoing) {
    public static Joint of(Majority voters) {
        return new Joint(voters, Majority.NONE);
    }

    public boolean isJoint() {
        return !outgoing.isEmpty();
    }

    public boolean contains(long id) {
        return incoming.contains(id) || outgoing.contains(id);
    }

    /** Every voter of either half once, ascending. */
    public List<Long> ids() {
        return Stream.concat(incoming.ids().stream(), outgoing.ids().stream())
                .distinct()
                .sorted(Long::compareUnsigned)
                .toList();
    }

    /** Won when both halves are; lost as soon as one is. */
    public VoteResult decide(LongFunction<VoterAnswer> votes) {
        VoteResult first = incoming.decide(votes);
        VoteResult second = outgoing.decide(votes);
        if (first == second) {
            return first;
        }
        return first == VoteResult.LOST || second == VoteResult.LOST ? VoteResult.LOST : VoteResult.PENDING;
    }

    /** The largest position that both halves have reached. */
    public long committed(LongUnaryOperator acknowledged) {
        return Math.min(incoming.committed(acknowledged), outgoing.committed(acknowledged));
    }

    /** {@code (1 2 3)&&(1 4 5)} */
    @Override
    public String toString() {
        return isJoint() ? incoming + "&&" + outgoing : incoming.toString();
    }
}
