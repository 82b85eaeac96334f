// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.image;

import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.storage.ReadTx;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Fills a fresh store from an image. The store holds a part of the image until {@link #load} returns, and all of it,
 * durably, after: whoever loads switches to the store only then, and throws a half-filled one away. Buckets that etcd
 * does not know are not carried over.
 */
public final class ImageLoader {
    private static final byte[] FIRST = new byte[0];
    private static final long PART_BYTES = 4 << 20;

    private final Backend target;
    private final LongConsumer loadedBytes;
    private long total;

    /** {@code loadedBytes} hears the bytes of keys and values so far, after each part. */
    public ImageLoader(Backend target, LongConsumer loadedBytes) {
        this.target = target;
        this.loadedBytes = loadedBytes;
    }

    /** Loads the named buckets. */
    public void load(ReadTx image, List<Bucket> buckets) {
        for (Bucket bucket : buckets) {
            try (Counted records = new Counted(image.scan(bucket, FIRST, null))) {
                target.load(bucket, records);
            }
        }
    }

    public void load(ReadTx image) {
        load(image, List.of(Bucket.values()));
    }

    /** Tells how far the walk has come, after every part and at its end. */
    private final class Counted implements Cursor {
        private final Cursor records;
        private long partBytes;

        Counted(Cursor records) {
            this.records = records;
        }

        @Override
        public boolean next() {
            boolean more = records.next();
            if (partBytes >= PART_BYTES || !more && partBytes > 0) {
                total += partBytes;
                partBytes = 0;
                loadedBytes.accept(total);
            }
            return more;
        }

        @Override
        public byte[] key() {
            byte[] key = records.key();
            partBytes += key.length;
            return key;
        }

        @Override
        public byte[] value() {
            byte[] value = records.value();
            partBytes += value.length;
            return value;
        }

        @Override
        public void close() {
            records.close();
        }
    }
}
