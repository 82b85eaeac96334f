// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.testkit;

import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.BackendException;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.storage.ReadTx;
import dev.cairn.node.storage.WriteTx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.pcollections.TreePMap;

/**
 * A {@link Backend} in memory that forgets in a crash what was not flushed: {@link #afterCrash} is the store that a
 * restarted process would find.
 */
public final class MemoryBackend implements Backend {
    /** One record's place: byte order of buckets, then of keys, as in a real store. */
    private record Place(Bucket bucket, byte[] key) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byBucket = bucket.compareTo(other.bucket);
            return byBucket != 0 ? byBucket : Arrays.compareUnsigned(key, other.key);
        }
    }

    /** A deletion in a batch, told from absence. */
    private static final byte[] DELETED = new byte[0];

    private final Object commitLock = new Object();
    private volatile TreePMap<Place, byte[]> records = TreePMap.empty();
    private volatile TreePMap<Place, byte[]> flushed = TreePMap.empty();
    private long bytes;
    private long unflushedBytes;
    private volatile boolean closed;
    private final Watcher watcher;

    /** Hears what is done to a store, and may throw what shall go wrong there. */
    public interface Watcher {
        /** A bucket of an image is about to be loaded. */
        default void beforeLoad() {}

        /** A batch is about to be written, other than by loading. */
        default void beforeWrite() {}

        default void beforeFlush() {}

        default void afterFlush() {}
    }

    public MemoryBackend() {
        this(new Watcher() {});
    }

    public MemoryBackend(Watcher watcher) {
        this.watcher = watcher;
    }

    /** What a crash now would leave, as a new store; this one is dead. */
    public MemoryBackend afterCrash() {
        closed = true;
        MemoryBackend survivor = new MemoryBackend(watcher);
        survivor.records = flushed;
        survivor.flushed = flushed;
        survivor.bytes = bytesOf(flushed);
        return survivor;
    }

    @Override
    public ReadTx read() {
        requireOpen();
        return new View(records);
    }

    @Override
    public byte[] get(Bucket bucket, byte[] key) {
        requireOpen();
        return records.get(new Place(bucket, key));
    }

    @Override
    public List<byte[]> multiGet(Bucket bucket, List<byte[]> keys) {
        List<byte[]> values = new ArrayList<>(keys.size());
        keys.forEach(key -> values.add(get(bucket, key)));
        return values;
    }

    @Override
    public WriteTx begin() {
        requireOpen();
        watcher.beforeWrite();
        return new Batch();
    }

    @Override
    public void load(Bucket bucket, Cursor records) {
        requireOpen();
        watcher.beforeLoad();
        try (WriteTx tx = new Batch()) {
            while (records.next()) {
                tx.put(bucket, records.key(), records.value());
            }
            tx.commit();
        }
        makeDurable();
    }

    @Override
    public void flush() {
        requireOpen();
        watcher.beforeFlush();
        makeDurable();
        watcher.afterFlush();
    }

    private void makeDurable() {
        synchronized (commitLock) {
            flushed = records;
            unflushedBytes = 0;
        }
    }

    @Override
    public byte[] getFlushed(Bucket bucket, byte[] key) {
        requireOpen();
        return flushed.get(new Place(bucket, key));
    }

    @Override
    public long sizeBytes() {
        requireOpen();
        synchronized (commitLock) {
            return 1 + bytes;
        }
    }

    private static long bytesOf(TreePMap<Place, byte[]> records) {
        return records.entrySet().stream()
                .mapToLong(each -> each.getKey().key().length + each.getValue().length)
                .sum();
    }

    @Override
    public long unflushedBytes() {
        synchronized (commitLock) {
            return unflushedBytes;
        }
    }

    @Override
    public void reclaim() {
        requireOpen();
    }

    @Override
    public void close() {
        closed = true;
    }

    private void requireOpen() {
        if (closed) {
            throw new BackendException("the store is closed");
        }
    }

    private final class Batch implements WriteTx {
        private final NavigableMap<Place, byte[]> changes = new TreeMap<>();
        private boolean finished;

        @Override
        public void put(Bucket bucket, byte[] key, byte[] value) {
            requireUnfinished();
            changes.put(new Place(bucket, key.clone()), value.length == 0 ? new byte[0] : value.clone());
        }

        @Override
        public void delete(Bucket bucket, byte[] key) {
            requireUnfinished();
            changes.put(new Place(bucket, key.clone()), DELETED);
        }

        @Override
        public byte[] get(Bucket bucket, byte[] key) {
            byte[] change = changes.get(new Place(bucket, key));
            if (change == DELETED) {
                return null;
            }
            return change != null ? change : MemoryBackend.this.get(bucket, key);
        }

        @Override
        public void commit() {
            requireUnfinished();
            requireOpen();
            finished = true;
            synchronized (commitLock) {
                TreePMap<Place, byte[]> after = records;
                for (Map.Entry<Place, byte[]> change : changes.entrySet()) {
                    Place place = change.getKey();
                    byte[] value = change.getValue();
                    byte[] before = after.get(place);
                    after = value == DELETED ? after.minus(place) : after.plus(place, value);
                    bytes -= before == null ? 0 : place.key().length + before.length;
                    bytes += value == DELETED ? 0 : place.key().length + value.length;
                    unflushedBytes += place.key().length + value.length;
                }
                records = after;
            }
        }

        private void requireUnfinished() {
            if (finished) {
                throw new IllegalStateException("the transaction is over");
            }
        }

        @Override
        public void close() {
            finished = true;
        }
    }

    private record View(TreePMap<Place, byte[]> records) implements ReadTx {
        @Override
        public byte[] get(Bucket bucket, byte[] key) {
            return records.get(new Place(bucket, key));
        }

        @Override
        public Cursor scan(Bucket bucket, byte[] from, byte[] to) {
            Iterator<Map.Entry<Place, byte[]>> walk =
                    records.tailMap(new Place(bucket, from), true).entrySet().iterator();
            return new Cursor() {
                private Map.Entry<Place, byte[]> at;

                @Override
                public boolean next() {
                    at = walk.hasNext() ? walk.next() : null;
                    return at != null
                            && at.getKey().bucket() == bucket
                            && (to == null || Arrays.compareUnsigned(at.getKey().key(), to) < 0);
                }

                @Override
                public byte[] key() {
                    return at.getKey().key().clone();
                }

                @Override
                public byte[] value() {
                    return at.getValue().clone();
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void close() {}
    }
}
