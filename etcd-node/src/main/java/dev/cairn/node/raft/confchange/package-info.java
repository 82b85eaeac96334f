// SPDX-License-Identifier: Apache-2.0
/**
 * Membership as arithmetic: which configuration follows from which change (§6). Pure functions. Imports {@code raft}
 * values and {@code raft.quorum}. Start at {@code Changer}.
 */
package dev.cairn.node.raft.confchange;
