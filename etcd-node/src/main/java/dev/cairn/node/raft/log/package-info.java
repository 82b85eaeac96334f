// SPDX-License-Identifier: Apache-2.0
/**
 * The log: its stable part behind {@code LogStorage} (here {@code MemoryLog}), the part still on its way to disk ({@code
 * UnstableLog}), and {@code RaftLog}, which shows both as one and knows what is committed and applied. Imports {@code raft}
 * values only. Start at {@code RaftLog}.
 */
package dev.cairn.node.raft.log;
