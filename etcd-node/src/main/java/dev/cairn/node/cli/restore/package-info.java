// SPDX-License-Identifier: Apache-2.0
/**
 * Makes the data directory of a new member of a new cluster out of a snapshot: everything is checked first, built beside
 * its place and put there by one rename. May import {@code image}, {@code storage}, {@code membership}, {@code mvcc},
 * {@code wal} and raft's values.
 *
 * <p>Start reading at {@link dev.cairn.node.cli.restore.SnapshotRestore}.
 */
package dev.cairn.node.cli.restore;
