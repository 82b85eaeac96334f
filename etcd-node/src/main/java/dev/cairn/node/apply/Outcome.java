// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.apply;

import dev.cairn.node.raft.ConfChange;

/** What applying one entry means to those outside. Told only after the batch it is part of has been committed. */
public sealed interface Outcome {
    /** The answer to a request: a response, or an {@link dev.cairn.node.wire.EtcdException}. */
    record Applied(long requestId, Object result) implements Outcome {}

    /**
     * A membership change went by. {@code effective} is what raft has to take up: a refused change names node 0, which
     * changes nothing.
     */
    record ConfChanged(long requestId, ConfChange effective, Object result) implements Outcome {}

    /** The entry with which a leader begins its term (Raft §8): its predecessors are all committed now. */
    record FirstInTerm(long term) implements Outcome {}

    /** The cluster version changed. */
    record ClusterVersion(long requestId, String version) implements Outcome {}

    /** A compaction was scheduled; {@code physical} asks to answer only when records are gone. */
    record Compaction(long requestId, Object result, long revision, boolean physical) implements Outcome {}
}
