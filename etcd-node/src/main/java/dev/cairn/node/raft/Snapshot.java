// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft;

/** A raft snapshot: log-compaction state. {@code data} is opaque to the core; etcd keeps its membership blob there. */
public record Snapshot(SnapshotMetadata metadata, byte[] data) {
    public static final Snapshot EMPTY = new Snapshot(SnapshotMetadata.EMPTY, Entry.NO_DATA);

    public boolean isEmpty() {
        return metadata.index() == 0;
    }
}
