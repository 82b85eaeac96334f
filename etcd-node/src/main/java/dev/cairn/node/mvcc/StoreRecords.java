// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

import dev.cairn.node.mvcc.index.KeyEntry;
import dev.cairn.node.mvcc.index.StoredRevision;
import dev.cairn.node.mvcc.read.RecordCache;
import dev.cairn.node.mvcc.read.Records;
import dev.cairn.node.mvcc.read.StaleViewException;
import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.Bucket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Committed records: those at hand in the index, the others from the backend. Any thread. */
final class StoreRecords implements Records {
    private static final int READ_AT_ONCE = 1024;

    private final Backend backend;
    private final RecordCache cache;

    StoreRecords(Backend backend, RecordCache cache) {
        this.backend = backend;
        this.cache = cache;
    }

    @Override
    public byte[] of(KeyEntry head) {
        byte[] record = head.record();
        if (record != null) {
            head.touch(true);
            return record;
        }
        record = present(backend.get(Bucket.KEY, new Revision(head.modRevision(), head.modSub()).putKey()));
        cache.keep(head, record);
        return record;
    }

    @Override
    public List<byte[]> ofAll(List<KeyEntry> heads) {
        byte[][] records = new byte[heads.size()][];
        Missing missing = new Missing(records);
        for (int i = 0; i < records.length; i++) {
            KeyEntry head = heads.get(i);
            records[i] = head.record();
            if (records[i] == null) {
                missing.add(head, i);
            } else {
                head.touch(true);
            }
        }
        missing.load();
        return Collections.unmodifiableList(Arrays.asList(records));
    }

    /** Records that are not at hand, read some at a time: nobody waits for the cache while a million of them are kept. */
    private final class Missing {
        private final byte[][] records;
        private final List<KeyEntry> heads = new ArrayList<>();
        private final List<byte[]> keys = new ArrayList<>();
        private final int[] places = new int[READ_AT_ONCE];

        private Missing(byte[][] records) {
            this.records = records;
        }

        void add(KeyEntry head, int place) {
            places[heads.size()] = place;
            heads.add(head);
            keys.add(new Revision(head.modRevision(), head.modSub()).putKey());
            if (heads.size() == READ_AT_ONCE) {
                load();
            }
        }

        void load() {
            if (heads.isEmpty()) {
                return;
            }
            List<byte[]> loaded = backend.multiGet(Bucket.KEY, keys);
            for (int i = 0; i < loaded.size(); i++) {
                records[places[i]] = present(loaded.get(i));
            }
            cache.keep(heads, loaded);
            heads.clear();
            keys.clear();
        }
    }

    @Override
    public List<byte[]> at(List<StoredRevision> revisions) {
        List<byte[]> loaded = backend.multiGet(
                Bucket.KEY,
                revisions.stream()
                        .map(each -> new Revision(each.main(), each.sub()).putKey())
                        .toList());
        loaded.forEach(StoreRecords::present);
        return loaded;
    }

    private static byte[] present(byte[] record) {
        if (record == null) {
            throw new StaleViewException();
        }
        return record;
    }
}
