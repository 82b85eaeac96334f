// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.quorum;

import java.util.HashMap;
import java.util.Map;

/** The votes of one campaign. Only the first word of each member counts (§5.2). */
public final class Ballot {
    private final Map<Long, VoterAnswer> votes = new HashMap<>();

    public void record(long voter, boolean granted) {
        votes.putIfAbsent(voter, granted ? VoterAnswer.YES : VoterAnswer.NO);
    }

    public boolean hasVoteOf(long voter) {
        return votes.containsKey(voter);
    }

    public VoteResult result(Joint voters) {
        return voters.decide(id -> votes.getOrDefault(id, VoterAnswer.MISSING));
    }
}
