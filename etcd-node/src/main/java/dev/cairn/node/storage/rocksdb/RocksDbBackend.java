// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage.rocksdb;

import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.BackendException;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.storage.DiskFault;
import dev.cairn.node.storage.ReadTx;
import dev.cairn.node.storage.UseGate;
import dev.cairn.node.storage.WriteTx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.Env;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.Priority;
import org.rocksdb.ReadOptions;
import org.rocksdb.ReadTier;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * A {@link Backend} on RocksDB without its write-ahead log: the Raft log is the log. Flushes are atomic over the column
 * families, so what a crash leaves is always one whole prefix of the commits. Closing flushes nothing and never waits:
 * the database is closed by whoever leaves it last.
 */
public final class RocksDbBackend implements Backend {
    /** Tables go to the disk while they are written: a whole one at once would hold up the log's syncs. */
    static final long SYNC_BYTES = 1 << 20;

    private final Path directory;
    private final Consumer<BackendException> onFailure;
    private final ColumnFamilies families;
    private final DBOptions dbOptions;
    private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
    private final ReadOptions latest = new ReadOptions();
    private final ReadOptions persisted = new ReadOptions().setReadTier(ReadTier.PERSISTED_TIER);
    private final RocksDB db;
    private final UseGate gate = new UseGate(this::tearDown);
    private final AtomicLong unflushedBytes = new AtomicLong();

    private RocksDbBackend(
            Path directory, RocksDbOptions options, Consumer<BackendException> onFailure, boolean readOnly)
            throws RocksDBException {
        this.directory = directory;
        this.onFailure = onFailure;
        families = new ColumnFamilies(options);
        dbOptions = new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setAtomicFlush(true)
                .setAvoidFlushDuringShutdown(true)
                .setMaxBackgroundJobs(options.backgroundJobs())
                .setBytesPerSync(SYNC_BYTES)
                .setEnv(Env.getDefault().lowerThreadPoolCPUPriority(Priority.LOW))
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(2);
        String path = directory.toString();
        db = readOnly
                ? RocksDB.openReadOnly(dbOptions, path, families.descriptors(), families.handles())
                : RocksDB.open(dbOptions, path, families.descriptors(), families.handles());
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
            return new RocksDbBackend(directory, options, onFailure, false);
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
            try (Backend left = new RocksDbBackend(directory, options, failure -> {}, true)) {
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
        enter();
        return new RocksDbReadTx(this);
    }

    @Override
    public byte[] get(Bucket bucket, byte[] key) {
        return get(bucket, key, latest);
    }

    @Override
    public byte[] getFlushed(Bucket bucket, byte[] key) {
        return get(bucket, key, persisted);
    }

    private byte[] get(Bucket bucket, byte[] key, ReadOptions how) {
        enter();
        try {
            return db.get(families.of(bucket), how, ColumnFamilies.storedKey(bucket, key));
        } catch (RocksDBException e) {
            throw failure("read", e);
        } finally {
            leave();
        }
    }

    @Override
    public List<byte[]> multiGet(Bucket bucket, List<byte[]> keys) {
        if (keys.isEmpty()) {
            return List.of();
        }
        enter();
        try {
            List<byte[]> stored = new ArrayList<>(keys.size());
            keys.forEach(key -> stored.add(ColumnFamilies.storedKey(bucket, key)));
            return db.multiGetAsList(latest, java.util.Collections.nCopies(keys.size(), families.of(bucket)), stored);
        } catch (RocksDBException e) {
            throw failure("read", e);
        } finally {
            leave();
        }
    }

    @Override
    public WriteTx begin() {
        return new RocksDbWriteTx(this);
    }

    void add(WriteBatch batch, Bucket bucket, byte[] key, byte[] value) throws RocksDBException {
        byte[] stored = ColumnFamilies.storedKey(bucket, key);
        if (value == null) {
            batch.delete(families.of(bucket), stored);
        } else {
            batch.put(families.of(bucket), stored, value);
        }
    }

    void write(WriteBatch batch, long sizeBytes) throws RocksDBException {
        enter();
        try {
            db.write(unlogged, batch);
            unflushedBytes.addAndGet(sizeBytes);
        } finally {
            leave();
        }
    }

    @Override
    public void load(Bucket bucket, Cursor records) {
        enter();
        try {
            new TableLoader(this, directory).load(bucket, records);
        } catch (RocksDBException e) {
            throw failure("fill", e);
        } finally {
            leave();
        }
    }

    @Override
    public void flush() {
        enter();
        try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
            long before = unflushedBytes.get();
            db.flush(wait, families.handles());
            unflushedBytes.addAndGet(-before);
        } catch (RocksDBException e) {
            throw failure("flush", e);
        } finally {
            leave();
        }
    }

    @Override
    public long sizeBytes() {
        enter();
        try {
            return Math.max(
                    1,
                    db.getAggregatedLongProperty("rocksdb.total-sst-files-size")
                            + db.getAggregatedLongProperty("rocksdb.size-all-mem-tables"));
        } catch (RocksDBException e) {
            throw failure("read", e);
        } finally {
            leave();
        }
    }

    @Override
    public long unflushedBytes() {
        return unflushedBytes.get();
    }

    @Override
    public void reclaim() {
        enter();
        try (CompactRangeOptions shared = new CompactRangeOptions().setExclusiveManualCompaction(false)) {
            for (var family : families.handles()) {
                db.compactRange(family, null, null, shared);
            }
        } catch (RocksDBException e) {
            throw failure("compact", e);
        } finally {
            leave();
        }
    }

    RocksDB db() {
        return db;
    }

    /** For a table of the bucket that is written outside of the database; the caller closes it. */
    Options tableOptions(Bucket bucket) {
        return new Options(dbOptions, families.optionsOf(bucket));
    }

    ColumnFamilies families() {
        return families;
    }

    void enter() {
        if (!gate.enter()) {
            throw new BackendException("the store in " + directory + " is closed");
        }
    }

    void leave() {
        gate.exit();
    }

    BackendException failure(String what, RocksDBException cause) {
        BackendException failure = new BackendException(
                "cannot " + what + " the store in " + directory + ": " + cause.getMessage() + remedy(cause), cause);
        onFailure.accept(failure);
        return failure;
    }

    private static String remedy(RocksDBException cause) {
        boolean damaged = cause.getStatus() != null && cause.getStatus().getCode() == Status.Code.Corruption;
        return damaged ? StoreFiles.remedy() : "";
    }

    @Override
    public void close() {
        gate.close();
    }

    private void tearDown() {
        families.handles().forEach(handle -> handle.close());
        db.close();
        families.close();
        latest.close();
        persisted.close();
        unlogged.close();
        dbOptions.close();
    }
}
