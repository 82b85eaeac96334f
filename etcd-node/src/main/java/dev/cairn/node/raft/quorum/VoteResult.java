// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.quorum;

/** What a vote has come to. */
public enum VoteResult {
    /** The votes that are missing decide. */
    PENDING,
    /** A majority can no longer be reached. */
    LOST,
    WON
}
