// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.testkit;

import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.storage.ReadTx;
import dev.cairn.node.storage.WriteTx;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The smallest store that keeps the port's promises, for tests of features that keep little: it copies a bucket at each write. */
public final class MapBackend implements Backend {
    private volatile Map<Bucket, SortedMap<byte[], byte[]>> committed = empty();
    private volatile Map<Bucket, SortedMap<byte[], byte[]>> flushed = empty();

    private static Map<Bucket, SortedMap<byte[], byte[]>> empty() {
        Map<Bucket, SortedMap<byte[], byte[]>> buckets = new EnumMap<>(Bucket.class);
        for (Bucket bucket : Bucket.values()) {
            buckets.put(bucket, new TreeMap<>(Arrays::compareUnsigned));
        }
        return buckets;
    }

    @Override
    public ReadTx read() {
        Map<Bucket, SortedMap<byte[], byte[]>> seen = committed;
        return new ReadTx() {
            @Override
            public byte[] get(Bucket bucket, byte[] key) {
                return seen.get(bucket).get(key);
            }

            @Override
            public Cursor scan(Bucket bucket, byte[] from, byte[] to) {
                SortedMap<byte[], byte[]> records = seen.get(bucket);
                return new MapCursor(to == null ? records.tailMap(from) : records.subMap(from, to));
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public byte[] get(Bucket bucket, byte[] key) {
        return committed.get(bucket).get(key);
    }

    @Override
    public List<byte[]> multiGet(Bucket bucket, List<byte[]> keys) {
        return keys.stream().map(key -> get(bucket, key)).toList();
    }

    @Override
    public WriteTx begin() {
        Map<Bucket, SortedMap<byte[], byte[]>> changed = new EnumMap<>(committed);
        return new WriteTx() {
            @Override
            public void put(Bucket bucket, byte[] key, byte[] value) {
                own(bucket).put(key.clone(), value.clone());
            }

            @Override
            public void delete(Bucket bucket, byte[] key) {
                own(bucket).remove(key);
            }

            @Override
            public byte[] get(Bucket bucket, byte[] key) {
                return changed.get(bucket).get(key);
            }

            @Override
            public void commit() {
                committed = changed;
            }

            @Override
            public void close() {}

            private SortedMap<byte[], byte[]> own(Bucket bucket) {
                SortedMap<byte[], byte[]> records = changed.get(bucket);
                if (records == committed.get(bucket)) {
                    records = new TreeMap<>(records);
                    changed.put(bucket, records);
                }
                return records;
            }
        };
    }

    @Override
    public void flush() {
        flushed = committed;
    }

    @Override
    public byte[] getFlushed(Bucket bucket, byte[] key) {
        return flushed.get(bucket).get(key);
    }

    @Override
    public long sizeBytes() {
        return 0;
    }

    @Override
    public long unflushedBytes() {
        return 0;
    }

    @Override
    public void reclaim() {}

    @Override
    public void close() {}

    private static final class MapCursor implements Cursor {
        private final Iterator<Map.Entry<byte[], byte[]>> rest;
        private Map.Entry<byte[], byte[]> current;

        MapCursor(SortedMap<byte[], byte[]> records) {
            this.rest = records.entrySet().iterator();
        }

        @Override
        public boolean next() {
            boolean more = rest.hasNext();
            current = more ? rest.next() : null;
            return more;
        }

        @Override
        public byte[] key() {
            return current.getKey();
        }

        @Override
        public byte[] value() {
            return current.getValue();
        }

        @Override
        public void close() {}
    }
}
