// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage.rocksdb;

import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.WriteTx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Collects the changes here and hands them to RocksDB at commit; indexes them only once somebody reads. */
final class RocksDbWriteTx implements WriteTx {
    private static final int RECORD_OVERHEAD_BYTES = 16;

    /** {@code value} is null for a deletion. */
    private record Change(Bucket bucket, byte[] key, byte[] value) {}

    private record Place(Bucket bucket, java.nio.ByteBuffer key) {}

    private final OpenDatabase store;
    private final List<Change> changes = new ArrayList<>();
    private final Map<Place, byte[]> latest = new HashMap<>();
    private int indexed;
    private int sizeBytes;
    private boolean finished;

    RocksDbWriteTx(OpenDatabase store) {
        this.store = store;
    }

    @Override
    public void put(Bucket bucket, byte[] key, byte[] value) {
        add(new Change(bucket, key, value), value.length);
    }

    @Override
    public void delete(Bucket bucket, byte[] key) {
        add(new Change(bucket, key, null), 0);
    }

    private void add(Change change, int valueBytes) {
        if (finished) {
            throw new IllegalStateException("the transaction is over");
        }
        changes.add(change);
        sizeBytes += change.key().length + valueBytes + RECORD_OVERHEAD_BYTES;
    }

    @Override
    public byte[] get(Bucket bucket, byte[] key) {
        for (; indexed < changes.size(); indexed++) {
            Change change = changes.get(indexed);
            latest.put(place(change.bucket(), change.key()), change.value());
        }
        Place place = place(bucket, key);
        return latest.containsKey(place) ? latest.get(place) : store.get(bucket, key);
    }

    private static Place place(Bucket bucket, byte[] key) {
        return new Place(bucket, java.nio.ByteBuffer.wrap(key));
    }

    @Override
    public void commit() {
        if (finished) {
            throw new IllegalStateException("the transaction is over");
        }
        finished = true;
        if (changes.isEmpty()) {
            return;
        }
        try (WriteBatch batch = new WriteBatch(sizeBytes)) {
            for (Change change : changes) {
                add(batch, change);
            }
            store.write(batch, sizeBytes);
        } catch (RocksDBException e) {
            throw store.failure("write", e);
        }
    }

    private void add(WriteBatch batch, Change change) throws RocksDBException {
        byte[] key = ColumnFamilies.storedKey(change.bucket(), change.key());
        if (change.value() == null) {
            batch.delete(store.family(change.bucket()), key);
        } else {
            batch.put(store.family(change.bucket()), key, change.value());
        }
    }

    @Override
    public void close() {
        finished = true;
    }
}
