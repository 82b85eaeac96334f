// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

import dev.cairn.node.wire.splice.Encoded;

/** What a RangeStream still has to answer, a piece at a time, all of one revision. One caller at a time. */
public interface RangeChunks {
    /**
     * One message of the stream.
     *
     * @param message a RangeStreamResponse
     * @param last nothing comes behind it
     */
    record Chunk(Encoded message, boolean last) {}

    /** Reads the next one. The reply is asked for room first; COMPACTED where a compaction passed the revision. */
    void next(Reply<Chunk> reply);
}
