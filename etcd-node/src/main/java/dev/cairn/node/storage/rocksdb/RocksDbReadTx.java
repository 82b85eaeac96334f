// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage.rocksdb;

import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.storage.ReadTx;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/** A RocksDB snapshot. Walks do not fill the block cache: they would push out what point reads need. */
final class RocksDbReadTx implements ReadTx {
    private final OpenDatabase store;
    private final Snapshot snapshot;
    private final ReadOptions pointOptions;
    private boolean closed;

    /** The database has been entered for us; closing leaves it. */
    RocksDbReadTx(OpenDatabase store) {
        this.store = store;
        this.snapshot = store.db().getSnapshot();
        this.pointOptions = new ReadOptions().setSnapshot(snapshot);
    }

    @Override
    public byte[] get(Bucket bucket, byte[] key) {
        try {
            return store.db().get(store.family(bucket), pointOptions, ColumnFamilies.storedKey(bucket, key));
        } catch (RocksDBException e) {
            throw store.failure("read", e);
        }
    }

    @Override
    public Cursor scan(Bucket bucket, byte[] from, byte[] to) {
        return new Walk(bucket, from, to);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            pointOptions.close();
            store.db().releaseSnapshot(snapshot);
            snapshot.close();
            store.leave();
        }
    }

    private final class Walk implements Cursor {
        private final Bucket bucket;
        private final byte[] start;
        private final Slice end;
        private final ReadOptions options;
        private final RocksIterator iterator;
        private final byte[] firstByte = new byte[1];
        private boolean started;

        Walk(Bucket bucket, byte[] from, byte[] to) {
            this.bucket = bucket;
            start = ColumnFamilies.storedKey(bucket, from);
            byte[] storedEnd = to == null ? ColumnFamilies.storedEnd(bucket) : ColumnFamilies.storedKey(bucket, to);
            end = storedEnd == null ? null : new Slice(storedEnd);
            options = new ReadOptions().setSnapshot(snapshot).setFillCache(false);
            if (end != null) {
                options.setIterateUpperBound(end);
            }
            iterator = store.db().newIterator(store.family(bucket), options);
        }

        @Override
        public boolean next() {
            if (started) {
                iterator.next();
            } else {
                started = true;
                iterator.seek(start);
            }
            boolean valid = iterator.isValid();
            if (!valid) {
                try {
                    iterator.status();
                } catch (RocksDBException e) {
                    throw store.failure("read", e);
                }
            }
            return valid;
        }

        @Override
        public byte[] key() {
            return ColumnFamilies.bucketKey(bucket, iterator.key());
        }

        @Override
        public byte[] value() {
            return iterator.value();
        }

        @Override
        public int valueBytes() {
            return iterator.value(firstByte);
        }

        @Override
        public void close() {
            iterator.close();
            options.close();
            if (end != null) {
                end.close();
            }
        }
    }
}
