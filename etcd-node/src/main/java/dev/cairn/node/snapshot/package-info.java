// SPDX-License-Identifier: Apache-2.0
/**
 * Raft snapshots as files, below {@code member/snap}: etcd's {@code .snap} files, the membership blob inside them, and
 * store images received from a leader that wait to be installed. Imports raft's values, {@code codec}, {@code wal} (its
 * port to the disk). Start at {@link dev.cairn.node.snapshot.SnapshotFiles}.
 */
package dev.cairn.node.snapshot;
