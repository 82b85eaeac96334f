// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.image;

import dev.cairn.node.storage.Backend;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.storage.ReadTx;
import java.util.List;
import java.util.function.BiConsumer;
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
        load(image, buckets, (key, value) -> {});
    }

    private void load(ReadTx image, List<Bucket> buckets, BiConsumer<byte[], byte[]> history) {
        for (Bucket bucket : buckets) {
            BiConsumer<byte[], byte[]> passed = bucket == Bucket.KEY ? history : (key, value) -> {};
            try (Passing records = new Passing(passed, image.scan(bucket, FIRST, null))) {
                target.load(bucket, records);
            }
        }
    }

    /** Loads all buckets. {@code history} hears each record of bucket key, in the order of revisions, on its way. */
    public void load(ReadTx image, BiConsumer<byte[], byte[]> history) {
        load(image, List.of(Bucket.values()), history);
    }

    /** Tells how far the walk has come, after every part and at its end, and what passes. */
    private final class Passing implements Cursor {
        private final BiConsumer<byte[], byte[]> passed;
        private final Cursor records;
        private byte[] key;
        private byte[] value;
        private long partBytes;

        Passing(BiConsumer<byte[], byte[]> passed, Cursor records) {
            this.passed = passed;
            this.records = records;
        }

        @Override
        public boolean next() {
            boolean more = records.next();
            if (more) {
                pass();
            }
            if (partBytes >= PART_BYTES || !more && partBytes > 0) {
                total += partBytes;
                partBytes = 0;
                loadedBytes.accept(total);
            }
            return more;
        }

        private void pass() {
            key = records.key();
            value = records.value();
            partBytes += key.length + value.length;
            passed.accept(key, value);
        }

        @Override
        public byte[] key() {
            return key;
        }

        @Override
        public byte[] value() {
            return value;
        }

        @Override
        public void close() {
            records.close();
        }
    }
}
