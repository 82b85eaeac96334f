// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

/**
 * Bounds and choices of a store.
 *
 * @param recordCacheBytes latest records kept in memory for readers
 * @param indexAndRecordBytes what they take together with the index, which has its way: records make room for it
 * @param recentRoots latest indexes kept, one for each published batch
 * @param pinnedRoots indexes kept for lists that are being paged through at their first page's revision
 * @param recentBytes what both keep of the index for themselves
 * @param compactionBatch records deleted by one step of the compactor
 * @param leaseInKeysOnly whether keys-only ranges name the lease, as etcd up to 3.6 does; 3.7 leaves it out
 */
public record MvccOptions(
        long recordCacheBytes,
        long indexAndRecordBytes,
        int recentRoots,
        int pinnedRoots,
        long recentBytes,
        int compactionBatch,
        boolean leaseInKeysOnly) {
    private static final long DEFAULT_CACHE_BYTES = 64L << 20;

    public static MvccOptions defaults() {
        return new MvccOptions(DEFAULT_CACHE_BYTES, Long.MAX_VALUE, 32, 64, Long.MAX_VALUE, 1_000, false);
    }

    /** Memory for index and records together: what of the records is not in it costs ten times as much to read. */
    public MvccOptions withMemory(long newIndexAndRecordBytes, long newRecentBytes) {
        return new MvccOptions(
                newIndexAndRecordBytes,
                newIndexAndRecordBytes,
                recentRoots,
                pinnedRoots,
                newRecentBytes,
                compactionBatch,
                leaseInKeysOnly);
    }

    public MvccOptions withRecordCacheBytes(long bytes) {
        return new MvccOptions(
                bytes, indexAndRecordBytes, recentRoots, pinnedRoots, recentBytes, compactionBatch, leaseInKeysOnly);
    }

    public MvccOptions withCompactionBatch(int records) {
        return new MvccOptions(
                recordCacheBytes, indexAndRecordBytes, recentRoots, pinnedRoots, recentBytes, records, leaseInKeysOnly);
    }

    public MvccOptions withLeaseInKeysOnly(boolean named) {
        return new MvccOptions(
                recordCacheBytes, indexAndRecordBytes, recentRoots, pinnedRoots, recentBytes, compactionBatch, named);
    }
}
