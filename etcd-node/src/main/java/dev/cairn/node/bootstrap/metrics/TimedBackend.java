// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.metrics;

import dev.cairn.node.figures.DiskFigures;
import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.storage.ReadTx;
import dev.cairn.node.storage.WriteTx;
import java.util.List;

/** A store that times its commits and flushes, and counts the reads that are open. */
record TimedBackend(Backend backend, DiskFigures figures) implements Backend {
    @Override
    public ReadTx read() {
        ReadTx tx = backend.read();
        figures.openReads().increment();
        return new CountedRead(tx, figures);
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
        return new TimedTx(backend.begin(), figures);
    }

    @Override
    public void load(Bucket bucket, Cursor records) {
        backend.load(bucket, records);
    }

    @Override
    public void flush() {
        timed(figures, backend::flush);
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

    private record CountedRead(ReadTx tx, DiskFigures figures) implements ReadTx {
        @Override
        public byte[] get(Bucket bucket, byte[] key) {
            return tx.get(bucket, key);
        }

        @Override
        public Cursor scan(Bucket bucket, byte[] from, byte[] to) {
            return tx.scan(bucket, from, to);
        }

        @Override
        public void close() {
            tx.close();
            figures.openReads().decrement();
        }
    }

    private static void timed(DiskFigures figures, Runnable commit) {
        long began = System.nanoTime();
        commit.run();
        figures.commits().observeNanos(System.nanoTime() - began);
    }

    private record TimedTx(WriteTx tx, DiskFigures figures) implements WriteTx {
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
            timed(figures, tx::commit);
        }

        @Override
        public void close() {
            tx.close();
        }
    }
}
