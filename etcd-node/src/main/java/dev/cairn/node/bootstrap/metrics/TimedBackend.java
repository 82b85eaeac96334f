// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.metrics;

import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.storage.ReadTx;
import dev.cairn.node.storage.WriteTx;
import io.micrometer.core.instrument.Timer;
import java.util.List;

/** A store that times its commits and flushes. */
record TimedBackend(Backend backend, Timer commits) implements Backend {
    @Override
    public ReadTx read() {
        return backend.read();
    }

    @Override
    public byte[] get(Bucket bucket, byte[] key) {
        return backend.get(bucket, key);
    }

    @Override
    public List<byte[]> multiGet(Bucket bucket, List<byte[]> keys) {
        return backend.multiGet(bucket, keys);
    }

    @Override
    public WriteTx begin() {
        return new TimedTx(backend.begin(), commits);
    }

    @Override
    public void load(Bucket bucket, Cursor records) {
        backend.load(bucket, records);
    }

    @Override
    public void flush() {
        commits.record(backend::flush);
    }

    @Override
    public byte[] getFlushed(Bucket bucket, byte[] key) {
        return backend.getFlushed(bucket, key);
    }

    @Override
    public long sizeBytes() {
        return backend.sizeBytes();
    }

    @Override
    public long unflushedBytes() {
        return backend.unflushedBytes();
    }

    @Override
    public void reclaim() {
        backend.reclaim();
    }

    @Override
    public void close() {
        backend.close();
    }

    private record TimedTx(WriteTx tx, Timer commits) implements WriteTx {
        @Override
        public void put(Bucket bucket, byte[] key, byte[] value) {
            tx.put(bucket, key, value);
        }

        @Override
        public void delete(Bucket bucket, byte[] key) {
            tx.delete(bucket, key);
        }

        @Override
        public byte[] get(Bucket bucket, byte[] key) {
            return tx.get(bucket, key);
        }

        @Override
        public void commit() {
            commits.record(tx::commit);
        }

        @Override
        public void close() {
            tx.close();
        }
    }
}
