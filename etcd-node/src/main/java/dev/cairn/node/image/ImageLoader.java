// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.image;

import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.storage.ReadTx;
import dev.cairn.node.storage.WriteTx;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Fills a fresh store from an image in batches of bounded size. The store holds a part of the image until
 * {@link #load} returns, and all of it, durably, after: whoever loads switches to the store only then, and throws a
 * half-filled one away. Buckets that etcd does not know are not carried over.
 */
public final class ImageLoader {
    private static final byte[] FIRST = new byte[0];
    private static final long BATCH_BYTES = 4 << 20;

    private final Backend target;
    private final LongConsumer loadedBytes;

    /** {@code loadedBytes} hears the bytes of keys and values so far, after each batch. */
    public ImageLoader(Backend target, LongConsumer loadedBytes) {
        this.target = target;
        this.loadedBytes = loadedBytes;
    }

    /** Loads the named buckets and flushes. */
    public void load(ReadTx image, List<Bucket> buckets) {
        long total = 0;
        for (Bucket bucket : buckets) {
            total = loadBucket(image, bucket, total);
        }
        target.flush();
    }

    public void load(ReadTx image) {
        load(image, List.of(Bucket.values()));
    }

    private long loadBucket(ReadTx image, Bucket bucket, long totalBefore) {
        long total = totalBefore;
        try (Cursor cursor = image.scan(bucket, FIRST, null)) {
            boolean more = cursor.next();
            while (more) {
                long batch = 0;
                try (WriteTx tx = target.begin()) {
                    while (more && batch < BATCH_BYTES) {
                        byte[] key = cursor.key();
                        byte[] value = cursor.value();
                        tx.put(bucket, key, value);
                        batch += key.length + value.length;
                        more = cursor.next();
                    }
                    tx.commit();
                }
                total += batch;
                loadedBytes.accept(total);
            }
        }
        return total;
    }
}
