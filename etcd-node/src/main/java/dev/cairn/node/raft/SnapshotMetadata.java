// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft;

/** The log position a raft snapshot stands for, and the configuration there. */
public record SnapshotMetadata(ConfState confState, long index, long term) {
    public static final SnapshotMetadata EMPTY = new SnapshotMetadata(ConfState.EMPTY, 0, 0);
}
