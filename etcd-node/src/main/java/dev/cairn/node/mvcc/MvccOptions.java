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
    public static MvccOptions defaults() {
        return new MvccOptions(64L << 20, 32, 64, 1_000, false);
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
