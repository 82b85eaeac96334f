// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage.rocksdb;

import dev.cairn.node.storage.BackendException;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.UseGate;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Env;
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
 * The native database and who is inside: every use of it goes between {@link #enter} and {@link #leave}, since a native
 * call on a closed database would bring the process down. Closing never waits: whoever leaves last closes.
 */
final class OpenDatabase implements AutoCloseable {
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
    private final AtomicLong unflushedBytes = new AtomicLong();
    private final UseGate gate = new UseGate(this::tearDown);

    OpenDatabase(Path directory, RocksDbOptions options, Consumer<BackendException> onFailure, boolean readOnly)
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

    RocksDB db() {
        return db;
    }

    ReadOptions latest() {
        return latest;
    }

    /** Null where there is none. */
    byte[] get(Bucket bucket, byte[] key) {
        return get(bucket, key, latest);
    }

    /** As a crash now would leave it. */
    byte[] getFlushed(Bucket bucket, byte[] key) {
        return get(bucket, key, persisted);
    }

    private byte[] get(Bucket bucket, byte[] key, ReadOptions how) {
        enter();
        try {
            return db.get(family(bucket), how, ColumnFamilies.storedKey(bucket, key));
        } catch (RocksDBException e) {
            throw failure("read", e);
        } finally {
            leave();
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

    /** Written since the last flush; who flushes takes off what it saw before. */
    AtomicLong unflushedBytes() {
        return unflushedBytes;
    }

    ColumnFamilies families() {
        return families;
    }

    ColumnFamilyHandle family(Bucket bucket) {
        return families.of(bucket);
    }

    Path directory() {
        return directory;
    }

    /** For a table of the bucket that is written outside of the database; the caller closes it. */
    Options tableOptions(Bucket bucket) {
        return new Options(dbOptions, families.optionsOf(bucket));
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
