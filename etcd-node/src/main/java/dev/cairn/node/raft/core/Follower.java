// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.core;

import dev.cairn.node.raft.RoleName;

/** Takes what the leader sends; knows it once it has heard from it. */
record Follower(long leader) implements Role {
    static final long NO_LEADER = 0;

    @Override
    public RoleName name() {
        return RoleName.FOLLOWER;
    }
}
