// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft;

/** The Raft roles (§5.1, pre-vote: Ongaro's thesis §9.6). */
public enum RoleName {
    FOLLOWER("StateFollower"),
    CANDIDATE("StateCandidate"),
    LEADER("StateLeader"),
    PRE_CANDIDATE("StatePreCandidate");

    private final String text;

    RoleName(String text) {
        this.text = text;
    }

    /** etcd's spelling. */
    @Override
    public String toString() {
        return text;
    }
}
