// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

import java.util.List;

/** What those who fell behind, the unsynced watchers, read changes from. Any thread. */
public interface RevisionHistory {
    /** The latest visible main revision; 1 in a new store. */
    long currentRevision();

    /** The main revision of the last compaction, -1 before the first. Changes below it are gone. */
    long compactRevision();

    /**
     * The changes of the main revisions {@code from..to}, both included, oldest first, of at most {@code maxRevisions}
     * revisions, and fewer where they are large: ask again from the last one + 1, until there are none. What a compaction
     * dropped since is left out, as in etcd.
     *
     * @throws dev.cairn.node.wire.EtcdException COMPACTED where {@code from} is below the compact revision
     */
    List<RevisionEvents> history(long from, long to, int maxRevisions);

    /** The encoded KeyValue of a put, or null where a compaction dropped it. */
    byte[] record(Revision revision);
}
