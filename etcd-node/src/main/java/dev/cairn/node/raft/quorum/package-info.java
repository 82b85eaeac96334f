// SPDX-License-Identifier: Apache-2.0
/** Counting: majorities and joint majorities over votes and log positions. Imports nothing of ours. Start at {@code Joint}. */
package dev.cairn.node.raft.quorum;
