// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import dev.cairn.node.raft.HardState;
import dev.cairn.node.raft.RoleName;
import dev.cairn.node.raft.SoftState;

/** What other threads may know of the core, as of the loop's last turn. {@code leader} 0 means none is known. */
public record Leadership(long term, long leader, RoleName role, long commitIndex) {
    static final Leadership UNKNOWN = new Leadership(0, 0, RoleName.FOLLOWER, 0);

    public boolean isLeader() {
        return role == RoleName.LEADER;
    }

    public Leadership with(HardState state) {
        return new Leadership(state.term(), leader, role, state.commit());
    }

    public Leadership with(SoftState state) {
        return new Leadership(term, state.leader(), state.role(), commitIndex);
    }
}
