// SPDX-License-Identifier: Apache-2.0
/**
 * The consensus core: messages, ticks and proposals in, {@link dev.cairn.node.raft.Ready} out. Pure: no thread, clock,
 * socket, disk or random source; imports the Java base only. Behaves as etcd's raft v3.6 in its asynchronous-storage
 * form. Start at {@code RaftNode}.
 */
package dev.cairn.node.raft;
