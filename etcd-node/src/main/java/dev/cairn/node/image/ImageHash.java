// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.image;

import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.storage.ReadTx;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/**
 * The CRC-32C that etcd takes over a whole database: for each bucket in name order its name, then every key and value,
 * nothing between and nothing left out. The maintenance service's {@code Hash} leaves out the meta keys that tell where
 * this member stands, so that members can be compared.
 */
public final class ImageHash {
    private static final byte[] FIRST = new byte[0];
    private static final Set<String> POSITION_KEYS =
            new TreeSet<>(Set.of("consistent_index", "term", "storageVersion"));

    private ImageHash() {}

    /** Over the records of all ten buckets, as {@code snapshot status} has it. */
    public static int of(ReadTx tx) {
        return hash(tx, false);
    }

    /** As the {@code Hash} call has it: without consistent index, term and storage version. */
    public static int withoutPosition(ReadTx tx) {
        return hash(tx, true);
    }

    private static int hash(ReadTx tx, boolean skipPosition) {
        CRC32C crc = new CRC32C();
        for (Bucket bucket : Bucket.values()) {
            crc.update(bucket.bucketName().getBytes(StandardCharsets.UTF_8));
            try (Cursor cursor = tx.scan(bucket, FIRST, null)) {
                while (cursor.next()) {
                    byte[] key = cursor.key();
                    if (skipPosition
                            && bucket == Bucket.META
                            && POSITION_KEYS.contains(new String(key, StandardCharsets.UTF_8))) {
                        continue;
                    }
                    crc.update(key);
                    crc.update(cursor.value());
                }
            }
        }
        return (int) crc.getValue();
    }
}
