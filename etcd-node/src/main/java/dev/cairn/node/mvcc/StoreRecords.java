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
import java.util.List;

/** Committed records: those at hand in the index, the others from the backend. Any thread. */
final class StoreRecords implements Records {
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
        List<KeyEntry> missing = new ArrayList<>();
        List<byte[]> missingKeys = new ArrayList<>();
        for (int i = 0; i < records.length; i++) {
            KeyEntry head = heads.get(i);
            records[i] = head.record();
            if (records[i] == null) {
                missing.add(head);
                missingKeys.add(new Revision(head.modRevision(), head.modSub()).putKey());
            } else {
                head.touch(true);
            }
        }
        if (!missing.isEmpty()) {
            List<byte[]> loaded = backend.multiGet(Bucket.KEY, missingKeys);
            loaded.forEach(StoreRecords::present);
            cache.keep(missing, loaded);
            int next = 0;
            for (int i = 0; i < records.length; i++) {
                if (records[i] == null) {
                    records[i] = loaded.get(next++);
                }
            }
        }
        return List.of(records);
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
