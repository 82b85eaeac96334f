// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.image;

import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.storage.ReadTx;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Records on the heap, as a view that the writer reads and as what a reader's answers are compared with. */
final class MemoryTables implements ReadTx {
    private final Map<Bucket, TreeMap<byte[], byte[]>> tables = new EnumMap<>(Bucket.class);

    MemoryTables() {
        for (Bucket bucket : Bucket.values()) {
            tables.put(bucket, new TreeMap<>(Arrays::compareUnsigned));
        }
    }

    MemoryTables put(Bucket bucket, byte[] key, byte[] value) {
        table(bucket).put(key, value);
        return this;
    }

    TreeMap<byte[], byte[]> table(Bucket bucket) {
        return tables.get(bucket);
    }

    @Override
    public byte[] get(Bucket bucket, byte[] key) {
        return table(bucket).get(key);
    }

    @Override
    public Cursor scan(Bucket bucket, byte[] from, byte[] to) {
        SortedMap<byte[], byte[]> range =
                to == null ? table(bucket).tailMap(from) : table(bucket).subMap(from, to);
        Iterator<Map.Entry<byte[], byte[]>> entries = range.entrySet().iterator();
        return new Cursor() {
            private Map.Entry<byte[], byte[]> entry;

            @Override
            public boolean next() {
                entry = entries.hasNext() ? entries.next() : null;
                return entry != null;
            }

            @Override
            public byte[] key() {
                return entry.getKey();
            }

            @Override
            public byte[] value() {
                return entry.getValue();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {}
}
