// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

import dev.cairn.node.invariant.Invariant;
import dev.cairn.node.mvcc.index.IndexCost;
import dev.cairn.node.mvcc.index.KeyEntry;
import dev.cairn.node.mvcc.read.RecentViews;
import dev.cairn.node.mvcc.read.RecordCache;
import dev.cairn.node.mvcc.read.View;
import dev.cairn.node.storage.Backend;
import java.util.ArrayDeque;
import java.util.List;

/**
 * What a store shows, and what is counted of it. Any thread looks; the apply thread alone changes it, a batch or a step of
 * the compactor at a time.
 */
final class StoreState {
    /** As many as are kept of them once they were taken. */
    private static final int MOST_DUE_HASHES = 10;

    private final Backend backend;
    private final MvccOptions options;
    private final LeasedKeys leasedKeys;
    private final RecordCache cache;
    private final RecentViews recent;
    private final Garbage garbage;
    private volatile boolean recordsHalved;
    private volatile View view;
    private volatile long inUseBytes;
    private volatile long indexBytes;
    private volatile long deletedKeys;
    private volatile RevisionListener listener = revisions -> {};
    /** Apply thread only, as what follows. */
    private boolean batchOpen;

    private final ArrayDeque<DueHash> dueHashes = new ArrayDeque<>();

    /**
     * What a batch brought, or, below zero, a step of the compactor took: bytes of stored records and of the index, deleted
     * keys in the index. {@code copiedBytes} of the index are held by the views before.
     */
    record Growth(long storedBytes, long indexBytes, long deletedKeys, long copiedBytes) {}

    StoreState(Backend backend, MvccOptions options, LeasedKeys leasedKeys, StoreLoader.Loaded loaded) {
        this.backend = backend;
        this.options = options;
        this.leasedKeys = leasedKeys;
        this.indexBytes = loaded.indexBytes();
        this.deletedKeys = loaded.deletedKeys();
        this.inUseBytes = loaded.inUseBytes();
        this.cache = new RecordCache(recordBytes());
        this.recent = new RecentViews(options.recentRoots(), options.pinnedRoots(), options.recentBytes());
        this.garbage = loaded.garbage();
        this.view = loaded.view();
        recent.published(view, 0);
    }

    /** What the index leaves: it grows with the keys, whatever was planned for it. */
    private long recordBytes() {
        long bytes = Math.clamp(options.indexAndRecordBytes() - indexBytes, 0, options.recordCacheBytes());
        return recordsHalved ? bytes / 2 : bytes;
    }

    void halveRecords(boolean half) {
        if (recordsHalved != half) {
            recordsHalved = half;
            cache.resize(recordBytes());
        }
    }

    void listen(RevisionListener newListener) {
        listener = newListener;
    }

    View view() {
        return view;
    }

    Backend backend() {
        return backend;
    }

    MvccOptions options() {
        return options;
    }

    LeasedKeys leasedKeys() {
        return leasedKeys;
    }

    RecordCache cache() {
        return cache;
    }

    RecentViews recent() {
        return recent;
    }

    Garbage garbage() {
        return garbage;
    }

    long inUseBytes() {
        return inUseBytes;
    }

    long indexBytes() {
        return indexBytes;
    }

    /** What deleted keys take of the index, about. */
    long deletedIndexBytes() {
        return deletedKeys * (IndexCost.ofKey(0) + IndexCost.DELETION_BYTES);
    }

    /** Of the compactions so far, the oldest first; those that nobody took are forgotten at some time. */
    ArrayDeque<DueHash> dueHashes() {
        return dueHashes;
    }

    /** A compaction is to be published. */
    void isDue(DueHash due) {
        dueHashes.add(due);
        if (dueHashes.size() > MOST_DUE_HASHES) {
            dueHashes.remove();
        }
    }

    void beginBatch() {
        requireNoOpenBatch();
        batchOpen = true;
    }

    void requireNoOpenBatch() {
        Invariant.check(!batchOpen, "the batch before was not published");
    }

    /** Makes a batch visible, keeps the records of its live heads at hand, and tells the listener. */
    void publish(View next, Growth growth, List<KeyEntry> newHeads, List<RevisionEvents> revisions) {
        batchOpen = false;
        count(growth);
        cache.adopt(newHeads, recordBytes());
        show(next, growth.copiedBytes());
        if (!revisions.isEmpty()) {
            listener.published(revisions);
        }
    }

    /** Forgets a batch that will not be committed; the process ends or nothing was in it. */
    void abandonBatch() {
        batchOpen = false;
    }

    /** The compactor deleted records and took dead keys out of the index. */
    void compacted(View next, Growth growth) {
        count(growth);
        cache.resize(recordBytes());
        show(next, growth.copiedBytes());
    }

    private void count(Growth growth) {
        inUseBytes += growth.storedBytes();
        indexBytes += growth.indexBytes();
        deletedKeys += growth.deletedKeys();
    }

    private void show(View next, long copiedBytes) {
        Invariant.check(
                next.revision() >= view.revision() && next.compactRevision() >= view.compactRevision(),
                "revision %d, compacted to %d, cannot follow revision %d",
                next.revision(),
                next.compactRevision(),
                view.revision());
        Invariant.check(
                next.compactRevision() <= next.revision(),
                "compacted to %d, which is above revision %d",
                next.compactRevision(),
                next.revision());
        boolean compacted = next.compactRevision() != view.compactRevision();
        boolean changed = next.revision() != view.revision();
        view = next;
        if (changed) {
            recent.published(next, copiedBytes);
        }
        if (compacted) {
            recent.compacted(next.compactRevision());
        }
    }
}
