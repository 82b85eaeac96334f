// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage.rocksdb;

/**
 * The store's share of the memory budget and how it lays out files.
 *
 * @param blockCacheBytes decompressed blocks kept in memory, indexes included
 * @param keyMemtableBytes one memtable of bucket {@code key}; up to {@code memtables} of them exist at once
 * @param otherMemtableBytes the same for all other buckets, which are small
 * @param memtables memtables per column family before a write waits for a flush
 * @param blockBytes size of a data block of bucket {@code key}
 * @param compress LZ4 for bucket {@code key}; the others are never compressed
 * @param backgroundJobs threads of RocksDB for flushes and compactions
 */
public record RocksDbOptions(
        long blockCacheBytes,
        long keyMemtableBytes,
        long otherMemtableBytes,
        int memtables,
        int blockBytes,
        boolean compress,
        int backgroundJobs) {
    private static final long MIB = 1L << 20;

    /**
     * For a container of half a gigabyte; memtables take memory only as they fill. Small uncompressed blocks read a fifth
     * faster at random than larger ones with LZ4.
     */
    public static RocksDbOptions defaults() {
        return new RocksDbOptions(32 * MIB, 32 * MIB, 4 * MIB, 3, 4 << 10, false, 2);
    }

    /** The same, less where the container is smaller: blocks and each memtable an eighth of the heap beside it. */
    public static RocksDbOptions besideHeap(long heapBytes) {
        long share = Math.clamp(heapBytes / 8, 8 * MIB, 32 * MIB);
        return defaults().withBlockCacheBytes(share).withKeyMemtableBytes(share);
    }

    public RocksDbOptions withBlockCacheBytes(long bytes) {
        return new RocksDbOptions(
                bytes, keyMemtableBytes, otherMemtableBytes, memtables, blockBytes, compress, backgroundJobs);
    }

    public RocksDbOptions withKeyMemtableBytes(long bytes) {
        return new RocksDbOptions(
                blockCacheBytes, bytes, otherMemtableBytes, memtables, blockBytes, compress, backgroundJobs);
    }

    public RocksDbOptions withCompress(boolean on) {
        return new RocksDbOptions(
                blockCacheBytes, keyMemtableBytes, otherMemtableBytes, memtables, blockBytes, on, backgroundJobs);
    }

    public RocksDbOptions withBlockBytes(int bytes) {
        return new RocksDbOptions(
                blockCacheBytes, keyMemtableBytes, otherMemtableBytes, memtables, bytes, compress, backgroundJobs);
    }
}
