// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.hash;

import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.storage.ReadTx;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * etcd's Hash for debugging: CRC-32C over every bucket's name and all its keys and values, but for the marks in bucket
 * {@code meta} that differ between members with equal data.
 */
public final class StoreHash {
    private static final Set<String> LOCAL_MARKS = Set.of("consistent_index", "term", "storageVersion");

    private StoreHash() {}

    public static int of(ReadTx tx) {
        CRC32C crc = new CRC32C();
        for (Bucket bucket : Bucket.values()) {
            crc.update(bucket.bucketName().getBytes(StandardCharsets.US_ASCII));
            try (Cursor cursor = tx.scan(bucket, new byte[0], null)) {
                while (cursor.next()) {
                    byte[] key = cursor.key();
                    if (bucket != Bucket.META || !LOCAL_MARKS.contains(new String(key, StandardCharsets.US_ASCII))) {
                        crc.update(key);
                        crc.update(cursor.value());
                    }
                }
            }
        }
        return (int) crc.getValue();
    }
}
