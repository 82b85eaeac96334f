// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.raft;

import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.raft.SnapshotMetadata;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A state machine whose state is a hash over everything it applied, in order. */
final class AppliedState {
    private long index;
    private long term;
    private long hash;
    private ConfState confState;

    AppliedState(Snapshot snapshot) {
        restore(snapshot);
    }

    void restore(Snapshot snapshot) {
        index = snapshot.metadata().index();
        term = snapshot.metadata().term();
        hash = snapshot.data().length == 0
                ? 0
                : ByteBuffer.wrap(snapshot.data()).getLong();
        confState = snapshot.metadata().confState();
    }

    void apply(Entry entry, ConfState newConfState) {
        index = entry.index();
        term = entry.term();
        hash = combine(hash, entry);
        confState = newConfState;
    }

    private static long combine(long hash, Entry entry) {
        long data = Arrays.hashCode(entry.data()) * 31L + entry.type().ordinal();
        return (hash * 0x100000001B3L ^ entry.term()) * 0x100000001B3L ^ data;
    }

    Snapshot snapshot() {
        byte[] image = ByteBuffer.allocate(Long.BYTES).putLong(hash).array();
        return new Snapshot(new SnapshotMetadata(confState, index, term), image);
    }

    long index() {
        return index;
    }

    long hash() {
        return hash;
    }

    ConfState confState() {
        return confState;
    }
}
