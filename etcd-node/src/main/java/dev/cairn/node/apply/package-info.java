// SPDX-License-Identifier: Apache-2.0
/**
 * From a committed entry to calls of the features, deterministic: the same entries give the same store on every member.
 * May import the features, {@code storage}, raft's values, {@code codec} and {@code wire}. Start at {@link
 * dev.cairn.node.apply.ApplyBatch}.
 */
package dev.cairn.node.apply;
