// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.quorum;

/** What one voter said. */
public enum VoterAnswer {
    MISSING,
    NO,
    YES
}
