// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage.rocksdb;

import dev.cairn.node.storage.Bucket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DataBlockIndexType;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;

/**
 * The two column families. Bucket {@code key} has its own: large, append-only in key order, its records written once. All
 * other buckets share the default one, each behind a byte that is its place in {@link Bucket}.
 */
final class ColumnFamilies implements AutoCloseable {
    private static final byte[] KEY_FAMILY = "key".getBytes(StandardCharsets.UTF_8);

    /**
     * A table at the bottom is written anew, to forget what snapshots held when it came there, only when it is this old.
     * RocksDB's default, at once, writes everything a second time, and the whole store after each image made of it.
     */
    private static final Duration SETTLED = Duration.ofDays(1);

    private final Cache blockCache;
    private final ColumnFamilyOptions keyOptions;
    private final ColumnFamilyOptions otherOptions;
    private final List<ColumnFamilyHandle> handles = new ArrayList<>();

    ColumnFamilies(RocksDbOptions options) {
        blockCache = new LRUCache(options.blockCacheBytes());
        keyOptions = familyOptions()
                .setWriteBufferSize(options.keyMemtableBytes())
                .setMaxWriteBufferNumber(options.memtables())
                .setCompressionType(
                        options.compress() ? CompressionType.LZ4_COMPRESSION : CompressionType.NO_COMPRESSION)
                .setTableFormatConfig(
                        table(options.blockBytes()).setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash));
        otherOptions = familyOptions()
                .setWriteBufferSize(options.otherMemtableBytes())
                .setMaxWriteBufferNumber(options.memtables())
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setTableFormatConfig(table(4 << 10));
    }

    /** Java's setters leave this option out. */
    private static ColumnFamilyOptions familyOptions() {
        Properties named = new Properties();
        named.setProperty("bottommost_file_compaction_delay", Long.toString(SETTLED.toSeconds()));
        return Objects.requireNonNull(
                ColumnFamilyOptions.getColumnFamilyOptionsFromProps(named), "RocksDB does not know " + named);
    }

    private BlockBasedTableConfig table(int blockBytes) {
        return new BlockBasedTableConfig()
                .setBlockCache(blockCache)
                .setCacheIndexAndFilterBlocks(true)
                .setPinL0FilterAndIndexBlocksInCache(true)
                .setBlockSize(blockBytes)
                .setFormatVersion(6);
    }

    List<ColumnFamilyDescriptor> descriptors() {
        return List.of(
                new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, otherOptions),
                new ColumnFamilyDescriptor(KEY_FAMILY, keyOptions));
    }

    /** Filled by opening, in the order of {@link #descriptors}. */
    List<ColumnFamilyHandle> handles() {
        return handles;
    }

    ColumnFamilyHandle of(Bucket bucket) {
        return handles.get(bucket == Bucket.KEY ? 1 : 0);
    }

    ColumnFamilyOptions optionsOf(Bucket bucket) {
        return bucket == Bucket.KEY ? keyOptions : otherOptions;
    }

    static byte[] storedKey(Bucket bucket, byte[] key) {
        if (bucket == Bucket.KEY) {
            return key;
        }
        byte[] stored = new byte[key.length + 1];
        stored[0] = (byte) bucket.ordinal();
        System.arraycopy(key, 0, stored, 1, key.length);
        return stored;
    }

    /** The stored key behind every key of the bucket, or null where the column family's end is the bucket's. */
    static byte[] storedEnd(Bucket bucket) {
        return bucket == Bucket.KEY ? null : new byte[] {(byte) (bucket.ordinal() + 1)};
    }

    static byte[] bucketKey(Bucket bucket, byte[] stored) {
        return bucket == Bucket.KEY ? stored : java.util.Arrays.copyOfRange(stored, 1, stored.length);
    }

    @Override
    public void close() {
        handles.forEach(ColumnFamilyHandle::close);
        keyOptions.close();
        otherOptions.close();
        blockCache.close();
    }
}
