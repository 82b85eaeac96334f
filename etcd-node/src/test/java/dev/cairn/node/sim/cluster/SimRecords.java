// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import dev.cairn.node.mvcc.read.KeyValues;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.storage.ReadTx;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.testkit.MemoryBackend;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** What lies in the store of a member that runs, looked at and damaged behind its back. */
public final class SimRecords {
    private static final byte[] FIRST = new byte[0];

    private final SimStores stores;

    SimRecords(SimStores stores) {
        this.stores = stores;
    }

    /** Everything in etcd's three buckets of users and roles. */
    public Map<String, String> auth() {
        return stores.records(Bucket.AUTH, Bucket.AUTH_USERS, Bucket.AUTH_ROLES);
    }

    /** What the cluster has agreed on about its version: clusterVersion, downgrade, storageVersion. */
    public Map<String, String> versions() {
        Map<String, String> texts = new TreeMap<>();
        try (ReadTx tx = stores.current().read()) {
            put(texts, tx, Bucket.CLUSTER, "clusterVersion");
            put(texts, tx, Bucket.CLUSTER, "downgrade");
            put(texts, tx, Bucket.META, "storageVersion");
        }
        return texts;
    }

    private static void put(Map<String, String> texts, ReadTx tx, Bucket bucket, String key) {
        byte[] value = tx.get(bucket, key.getBytes(StandardCharsets.UTF_8));
        if (value != null) {
            texts.put(key, new String(value, StandardCharsets.UTF_8));
        }
    }

    public boolean isDowngrading() {
        return versions().getOrDefault("downgrade", "").contains("true");
    }

    /** One bit of a key's latest value is another one from now on, also after a crash. False where it has no value. */
    public boolean flip(String key) {
        MemoryBackend store = stores.current();
        byte[] place = null;
        byte[] record = null;
        try (ReadTx tx = store.read();
                Cursor cursor = tx.scan(Bucket.KEY, FIRST, null)) {
            while (cursor.next()) {
                if (new String(KeyValues.key(cursor.value()), StandardCharsets.UTF_8).equals(key)) {
                    place = cursor.key();
                    record = cursor.value();
                }
            }
        }
        KeyValues.Fields fields = record == null ? null : KeyValues.parse(record, true);
        if (fields == null || fields.value().length == 0) {
            return false;
        }
        fields.value()[0] ^= 1;
        try (WriteTx tx = store.begin()) {
            tx.put(Bucket.KEY, place, KeyValues.encode(fields));
            tx.commit();
        }
        store.flush();
        return true;
    }
}
