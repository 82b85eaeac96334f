// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.core;

import dev.cairn.node.raft.RoleName;

/** Has voted for itself in a new term and asks for the others' votes (§5.2). */
record Candidate(Ballot ballot) implements Role {
    @Override
    public long leader() {
        return Follower.NO_LEADER;
    }

    @Override
    public RoleName name() {
        return RoleName.CANDIDATE;
    }
}
