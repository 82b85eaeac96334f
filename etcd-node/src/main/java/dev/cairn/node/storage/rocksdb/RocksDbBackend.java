// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage.rocksdb;

import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.BackendException;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.storage.DiskFault;
import dev.cairn.node.storage.ReadTx;
import dev.cairn.node.storage.WriteTx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * A {@link Backend} on RocksDB without its write-ahead log: the Raft log is the log. Flushes are atomic over the column
 * families, so what a crash leaves is always one whole prefix of the commits. Closing flushes nothing and never waits:
 * the database is closed by whoever leaves it last.
 */
public final class RocksDbBackend implements Backend {
    private final OpenDatabase store;

    private RocksDbBackend(OpenDatabase store) {
        this.store = store;
    }

    /** Opens the store in a directory, creating it where there is none. */
    public static RocksDbBackend open(Path directory, RocksDbOptions options) {
        return open(directory, options, failure -> {});
    }

    /** As above; {@code onFailure} hears of every failure of the open store, on the thread that met it. */
    public static RocksDbBackend open(Path directory, RocksDbOptions options, Consumer<BackendException> onFailure) {
        RocksDB.loadLibrary();
        try {
            Files.createDirectories(directory);
            StoreFiles.requireWhole(directory);
            return new RocksDbBackend(new OpenDatabase(directory, options, onFailure, false));
        } catch (RocksDBException | IOException e) {
            throw cannotOpen(directory, e);
        }
    }

    /**
     * Throws where the store's manifest is torn and what is left of it does not satisfy {@code reaches}: the rest was safe
     * once. Looks without opening for writing, because that deletes the tables that a torn manifest does not name.
     */
    public static void requireReach(Path directory, RocksDbOptions options, Predicate<Backend> reaches) {
        RocksDB.loadLibrary();
        try {
            Optional<Path> torn = StoreFiles.tornManifest(directory);
            if (torn.isEmpty()) {
                return;
            }
            try (Backend left = new RocksDbBackend(new OpenDatabase(directory, options, failure -> {}, true))) {
                if (!reaches.test(left)) {
                    throw new BackendException(
                            "the store is damaged: " + torn.get() + " lost its end" + StoreFiles.remedy());
                }
            }
        } catch (RocksDBException | IOException e) {
            throw cannotOpen(directory, e);
        }
    }

    private static BackendException cannotOpen(Path directory, Exception cause) {
        String words = String.valueOf(cause.getMessage());
        String more =
                DiskFault.of(cause).isPresent() ? "" : StoreFiles.culprits(directory, words) + StoreFiles.remedy();
        return new BackendException("cannot open the store in " + directory + ": " + words + more, cause);
    }

    @Override
    public ReadTx read() {
        store.enter();
        return new RocksDbReadTx(store);
    }

    @Override
    public byte[] get(Bucket bucket, byte[] key) {
        return store.get(bucket, key);
    }

    @Override
    public byte[] getFlushed(Bucket bucket, byte[] key) {
        return store.getFlushed(bucket, key);
    }

    @Override
    public List<byte[]> multiGet(Bucket bucket, List<byte[]> keys) {
        if (keys.isEmpty()) {
            return List.of();
        }
        store.enter();
        try {
            List<byte[]> stored = new ArrayList<>(keys.size());
            keys.forEach(key -> stored.add(ColumnFamilies.storedKey(bucket, key)));
            return store.db()
                    .multiGetAsList(
                            store.latest(), java.util.Collections.nCopies(keys.size(), store.family(bucket)), stored);
        } catch (RocksDBException e) {
            throw store.failure("read", e);
        } finally {
            store.leave();
        }
    }

    @Override
    public WriteTx begin() {
        return new RocksDbWriteTx(store);
    }

    @Override
    public void load(Bucket bucket, Cursor records) {
        store.enter();
        try {
            new TableLoader(store).load(bucket, records);
        } catch (RocksDBException e) {
            throw store.failure("fill", e);
        } finally {
            store.leave();
        }
    }

    @Override
    public void flush() {
        store.enter();
        try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
            long before = store.unflushedBytes().get();
            store.db().flush(wait, store.families().handles());
            store.unflushedBytes().addAndGet(-before);
        } catch (RocksDBException e) {
            throw store.failure("flush", e);
        } finally {
            store.leave();
        }
    }

    @Override
    public long sizeBytes() {
        store.enter();
        try {
            return Math.max(
                    1,
                    store.db().getAggregatedLongProperty("rocksdb.total-sst-files-size")
                            + store.db().getAggregatedLongProperty("rocksdb.size-all-mem-tables"));
        } catch (RocksDBException e) {
            throw store.failure("read", e);
        } finally {
            store.leave();
        }
    }

    @Override
    public long unflushedBytes() {
        return store.unflushedBytes().get();
    }

    @Override
    public void reclaim() {
        store.enter();
        try (CompactRangeOptions shared = new CompactRangeOptions().setExclusiveManualCompaction(false)) {
            for (var family : store.families().handles()) {
                store.db().compactRange(family, null, null, shared);
            }
        } catch (RocksDBException e) {
            throw store.failure("compact", e);
        } finally {
            store.leave();
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
