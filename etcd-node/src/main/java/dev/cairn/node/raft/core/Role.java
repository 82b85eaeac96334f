// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.core;

import dev.cairn.node.raft.RoleName;
import dev.cairn.node.raft.quorum.Ballot;

/** What a member is, with the state that exists only while it is that (§5.1). */
sealed interface Role permits Role.Follower, Role.PreCandidate, Role.Candidate, Leader {
    long NO_LEADER = 0;

    /** The leader of the current term as far as is known. */
    long leader();

    RoleName name();

    /** Takes what the leader sends; knows it once it has heard from it. */
    record Follower(long leader) implements Role {
        @Override
        public RoleName name() {
            return RoleName.FOLLOWER;
        }
    }

    /** Asks whether it would be elected, without raising its term yet (thesis §9.6). */
    record PreCandidate(Ballot ballot) implements Role {
        @Override
        public long leader() {
            return NO_LEADER;
        }

        @Override
        public RoleName name() {
            return RoleName.PRE_CANDIDATE;
        }
    }

    /** Has voted for itself in a new term and asks for the others' votes (§5.2). */
    record Candidate(Ballot ballot) implements Role {
        @Override
        public long leader() {
            return NO_LEADER;
        }

        @Override
        public RoleName name() {
            return RoleName.CANDIDATE;
        }
    }
}
