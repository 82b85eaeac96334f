// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

/**
 * Bounds and choices of a store.
 *
 * @param recordCacheBytes latest records kept in memory for readers
 * @param recentRoots latest indexes kept, one for each published batch
 * @param pinnedRoots indexes kept for lists that are being paged through at their first page's revision
 * @param compactionBatch records deleted by one step of the compactor
 * @param leaseInKeysOnly whether keys-only ranges name the lease, as etcd up to 3.6 does; 3.7 leaves it out
 */
public record MvccOptions(
        long recordCacheBytes, int recentRoots, int pinnedRoots, int compactionBatch, boolean leaseInKeysOnly) {
    private static final long DEFAULT_CACHE_BYTES = 64L << 20;
    private static final long HEAP_SHARE = 3;

    public static MvccOptions defaults() {
        return new MvccOptions(DEFAULT_CACHE_BYTES, 32, 64, 1_000, false);
    }

    /** A third of the heap for records: what is not in it costs ten times as much to read. */
    public static MvccOptions forHeap(long maxHeapBytes) {
        return defaults().withRecordCacheBytes(maxHeapBytes / HEAP_SHARE);
    }

    public MvccOptions withRecordCacheBytes(long bytes) {
        return new MvccOptions(bytes, recentRoots, pinnedRoots, compactionBatch, leaseInKeysOnly);
    }

    public MvccOptions withCompactionBatch(int records) {
        return new MvccOptions(recordCacheBytes, recentRoots, pinnedRoots, records, leaseInKeysOnly);
    }

    public MvccOptions withLeaseInKeysOnly(boolean named) {
        return new MvccOptions(recordCacheBytes, recentRoots, pinnedRoots, compactionBatch, named);
    }
}
