// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.image;

import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.storage.ReadTx;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes a consistent view of the store as etcd's database image. The constructor walks the records once for their
 * sizes, which fixes every page id, the root, the page count and so the length; {@link #writeTo} walks them again and
 * emits pages as they fill. Memory: one page per tree level and the largest record. The same records give the same
 * bytes. All ten buckets are there even when empty, because Go etcd opens none that is missing; there is no free list,
 * as in etcd's own files. The view must stay open until writing is done; closing it is the caller's.
 */
public final class ImageWriter {
    private static final byte[] FIRST = new byte[0];
    /** Go's snapshot writer gives page 0 a transaction T and page 1 T - 1. */
    private static final long TXID = 2;

    private final ReadTx tx;
    private final Meta meta;

    public ImageWriter(ReadTx tx) {
        this.tx = tx;
        PageOutput counter = PageOutput.counting();
        try {
            long root = writeBuckets(counter);
            this.meta = new Meta(PageFormat.PAGE_BYTES, root, PageFormat.NO_FREELIST, counter.nextPage(), TXID);
        } catch (IOException e) {
            throw new IllegalStateException("counting writes nothing", e);
        }
    }

    /** The exact length of the image, a multiple of the page size. */
    public long sizeBytes() {
        return meta.pageCount() * PageFormat.PAGE_BYTES;
    }

    /** Emits exactly {@link #sizeBytes} bytes; does not close the stream. */
    public void writeTo(OutputStream stream) throws IOException {
        PageOutput out = PageOutput.to(stream);
        out.writeMeta(meta, 0);
        out.writeMeta(new Meta(meta.pageBytes(), meta.root(), meta.freelist(), meta.pageCount(), TXID - 1), 1);
        long root = writeBuckets(out);
        if (root != meta.root() || out.nextPage() != meta.pageCount()) {
            throw new IllegalStateException("the view changed between sizing and writing: root " + meta.root()
                    + " became " + root + ", " + meta.pageCount() + " pages became " + out.nextPage());
        }
    }

    private long writeBuckets(PageOutput out) throws IOException {
        LeafPage buckets = new LeafPage(PageFormat.BUCKET_ELEMENT);
        for (Bucket bucket : Bucket.values()) {
            byte[] header = bucketHeader(writeBucket(bucket, out));
            buckets.add(bucket.bucketName().getBytes(StandardCharsets.UTF_8), header, header.length);
        }
        return buckets.close(out);
    }

    private long writeBucket(Bucket bucket, PageOutput out) throws IOException {
        TreeWriter tree = new TreeWriter(out);
        try (Cursor cursor = tx.scan(bucket, FIRST, null)) {
            while (cursor.next()) {
                if (out.writes()) {
                    byte[] value = cursor.value();
                    tree.add(cursor.key(), value, value.length);
                } else {
                    tree.add(cursor.key(), null, cursor.valueBytes());
                }
            }
        }
        return tree.finish();
    }

    /** An empty bucket is a header without a root page, followed by an empty leaf inline. */
    private static byte[] bucketHeader(long root) {
        if (root != 0) {
            ByteBuffer header = PageFormat.littleEndian(PageFormat.BUCKET_HEADER_BYTES);
            return header.putLong(0, root).array();
        }
        ByteBuffer inline = PageFormat.littleEndian(PageFormat.BUCKET_HEADER_BYTES + PageFormat.HEADER_BYTES);
        return inline.putShort(PageFormat.BUCKET_HEADER_BYTES + 8, (short) PageFormat.LEAF)
                .array();
    }
}
