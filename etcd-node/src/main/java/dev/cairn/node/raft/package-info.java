// SPDX-License-Identifier: Apache-2.0
/**
 * The consensus core, seen from outside: the values it exchanges with its driver ({@link dev.cairn.node.raft.Message}s in,
 * {@link dev.cairn.node.raft.Ready} out), its configuration, and the port through which it reads the stable log.
 *
 * <p>Pure: no thread, clock, socket, disk or random source; imports the Java base only. Behaves as etcd's raft v3.6 in its
 * asynchronous-storage form. The values import nothing; {@code quorum}, {@code confchange}, {@code progress} and {@code
 * log} build on them, {@code core} on all. Start at {@code core.RaftNode}.
 */
package dev.cairn.node.raft;
