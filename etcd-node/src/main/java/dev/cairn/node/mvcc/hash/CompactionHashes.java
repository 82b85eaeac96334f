// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.hash;

import dev.cairn.node.mvcc.MvccStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A store's hashes, as etcd's hash storage keeps them: the newest of those that were taken while compacting are the answer at
 * their revision until the member restarts or gets another store; at other revisions a hash is computed. Any thread.
 */
public final class CompactionHashes {
    /** As many as etcd keeps. */
    static final int MOST = 10;

    private final MvccStore store;
    /** The newest first. */
    private volatile List<KvHash> kept = List.of();

    public CompactionHashes(MvccStore store) {
        this.store = store;
    }

    /** The hash of a compaction. */
    public synchronized void keep(KvHash hash) {
        List<KvHash> all = new ArrayList<>(kept);
        all.add(hash);
        all.sort(Comparator.comparingLong(KvHash::hashRevision).reversed());
        kept = List.copyOf(all.subList(0, Math.min(all.size(), MOST)));
    }

    /** Of the last compactions, the newest first. */
    public List<KvHash> newestFirst() {
        return kept;
    }

    /**
     * HashKV at a revision; 0 asks for the current one. Where it has to be computed, this takes a walk over all records.
     *
     * @throws dev.cairn.node.wire.EtcdException COMPACTED or FUTURE_REV
     */
    public KvHash at(long revision) {
        for (KvHash hash : kept) {
            if (hash.hashRevision() == revision) {
                return hash.asOf(store.currentRevision());
            }
        }
        return KvHash.of(store, revision);
    }
}
