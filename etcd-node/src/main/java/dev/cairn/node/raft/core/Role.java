// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.core;

import dev.cairn.node.raft.RoleName;

/** What a member is, with the state that exists only while it is that (§5.1). */
sealed interface Role permits Follower, PreCandidate, Candidate, Leader {
    /** The leader of the current term as far as is known, 0 = unknown. */
    long leader();

    RoleName name();
}
