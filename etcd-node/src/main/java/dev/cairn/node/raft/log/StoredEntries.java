// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.log;

import dev.cairn.node.raft.Entry;
import java.util.List;

/** Where durable entries that memory let go of are read again: the log's files. */
@FunctionalInterface
public interface StoredEntries {
    /** The entries in [low, high), all of them; what is damaged is thrown, never answered. One thread at a time. */
    List<Entry> read(long low, long high);
}
