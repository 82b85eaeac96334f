// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.core;

import dev.cairn.node.raft.quorum.Joint;
import dev.cairn.node.raft.quorum.Vote;
import dev.cairn.node.raft.quorum.VoteResult;
import java.util.HashMap;
import java.util.Map;

/** The votes of one campaign. Only the first word of each member counts. */
final class Ballot {
    private final Map<Long, Boolean> votes = new HashMap<>();

    void record(long voter, boolean granted) {
        votes.putIfAbsent(voter, granted);
    }

    VoteResult result(Joint voters) {
        return voters.decide(id -> {
            Boolean granted = votes.get(id);
            if (granted == null) {
                return Vote.MISSING;
            }
            return granted ? Vote.YES : Vote.NO;
        });
    }
}
