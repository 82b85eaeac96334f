// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal;

import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.raft.log.EntryTail;
import java.util.List;

/**
 * A log opened again: whose it is, the last hard state, the entries after the snapshot it was opened at (some perhaps
 * not committed), and the log itself, ready to go on. {@code torn} tells that an unfinished write was cut off.
 */
public record ReplayedLog(WriteAheadLog log, WalMetadata metadata, HardState hardState, EntryTail tail, boolean torn) {
    /** All of them, read where they are not in memory. */
    public List<Entry> entries() {
        return tail.all();
    }
}
