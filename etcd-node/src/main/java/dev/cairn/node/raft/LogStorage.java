// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft;

import java.util.List;
import java.util.Optional;

/**
 * The stable part of the log as the core reads it: what the driver was told to persist and has persisted. It is called
 * on the raft thread only and must not block. Positions below {@link #firstIndex} have been compacted away, except that
 * the term of {@code firstIndex - 1} stays known.
 */
public interface LogStorage {
    /** A position whose term is not known: compacted, or after the end. */
    long UNKNOWN_TERM = -1;

    HardState initialHardState();

    ConfState initialConfState();

    /** The first index whose entry can be read: one after the last compacted. */
    long firstIndex();

    /** The last stored index; {@code firstIndex - 1} when there are no entries. */
    long lastIndex();

    /** The term at {@code index}, or {@link #UNKNOWN_TERM}. */
    long term(long index);

    /**
     * Entries in [low, high), at least one, then as many as fit {@code maxBytes} of encoded size. The list stays as it is
     * when the log changes.
     *
     * @throws IllegalArgumentException when the range is not within [firstIndex, lastIndex + 1]
     */
    List<Entry> entries(long low, long high, long maxBytes);

    /** The newest raft snapshot, for a follower that needs more than the log holds; empty: not now, ask again. */
    Optional<Snapshot> snapshot();
}
