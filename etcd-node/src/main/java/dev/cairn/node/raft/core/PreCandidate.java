// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.core;

import dev.cairn.node.raft.RoleName;

/** Asks whether it would be elected, without raising its term yet (thesis §9.6). */
record PreCandidate(Ballot ballot) implements Role {
    @Override
    public long leader() {
        return Follower.NO_LEADER;
    }

    @Override
    public RoleName name() {
        return RoleName.PRE_CANDIDATE;
    }
}
