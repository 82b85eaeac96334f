// SPDX-License-Identifier: Apache-2.0
/**
 * What a leader believes of each peer, and how much it may send to it. Imports {@code raft} values, {@code raft.confchange}
 * and {@code raft.quorum}. Start at {@code Progress}.
 */
package dev.cairn.node.raft.progress;
