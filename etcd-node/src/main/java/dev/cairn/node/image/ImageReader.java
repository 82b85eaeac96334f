// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.image;

import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.storage.ReadTx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An image as a view of the store: of any page size, inline or not, written by Go or by {@link ImageWriter}. What is
 * damaged is found when it is reached and answered with an {@link ImageException}; {@link #check} looks everywhere. A
 * digest behind the image is not looked at here ({@link SnapshotFile} does).
 */
public final class ImageReader implements ReadTx {
    private static final byte[] FIRST = new byte[0];

    private final FileChannel channel;
    private final PageFile file;

    /** Reads the meta pages. The channel is closed with the reader. */
    public ImageReader(FileChannel channel) {
        this.channel = channel;
        this.file = PageFile.open(channel);
    }

    public static ImageReader open(Path path) throws IOException {
        return of(FileChannel.open(path, StandardOpenOption.READ));
    }

    /** As the constructor; where it throws, the channel is closed as well. */
    public static ImageReader of(FileChannel channel) throws IOException {
        try {
            return new ImageReader(channel);
        } catch (RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** What is in use: page count times page size, which a file may exceed. */
    public long sizeBytes() {
        return file.meta().pageCount() * file.meta().pageBytes();
    }

    /** Names of all buckets in order, also those that etcd does not know. */
    public List<byte[]> bucketNames() {
        List<byte[]> names = new ArrayList<>();
        try (ImageCursor cursor = ImageCursor.ofBuckets(file, FIRST)) {
            while (cursor.next()) {
                names.add(cursor.key());
            }
        }
        return names;
    }

    /** All records of a bucket; none if the image lacks it. A bucket inside is an error: etcd has none. */
    public Cursor records(byte[] bucketName) {
        return scan(bucketName, FIRST, null);
    }

    @Override
    public Cursor scan(Bucket bucket, byte[] from, byte[] to) {
        return scan(name(bucket), from, to);
    }

    private static byte[] name(Bucket bucket) {
        return bucket.bucketName().getBytes(StandardCharsets.UTF_8);
    }

    private Cursor scan(byte[] bucketName, byte[] from, byte[] to) {
        try (ImageCursor cursor = ImageCursor.ofBuckets(file, bucketName)) {
            if (!cursor.next() || !Arrays.equals(cursor.key(), bucketName)) {
                return new NoRecords();
            }
            String name = "bucket " + new String(bucketName, StandardCharsets.UTF_8);
            return ImageCursor.ofRecords(file, bucketRoot(file, cursor.value(), name), from, to);
        }
    }

    @Override
    public byte[] get(Bucket bucket, byte[] key) {
        try (Cursor cursor = scan(bucket, key, null)) {
            return cursor.next() && Arrays.equals(cursor.key(), key) ? cursor.value() : null;
        }
    }

    /** The last key of a bucket, or null if it has no records. */
    public byte[] lastKey(Bucket bucket) {
        byte[] last = null;
        try (ImageCursor cursor = ImageCursor.ofBuckets(file, name(bucket))) {
            if (cursor.next() && Arrays.equals(cursor.key(), name(bucket))) {
                Page page = bucketRoot(file, cursor.value(), "bucket " + bucket.bucketName());
                for (int depth = 0; !page.isLeaf() && page.count() > 0; depth++) {
                    if (depth == ImageCursor.MAX_DEPTH) {
                        throw new ImageException(page.name() + ": the tree is too deep");
                    }
                    page = file.page(page.child(page.count() - 1));
                }
                last = page.count() == 0 ? null : page.key(page.count() - 1);
            }
        }
        return last;
    }

    /**
     * bbolt's full check: every page reached exactly once or free, of the right type and under its own id, keys in
     * order inside and between pages. Returns what is wrong, at most a hundred findings; empty means sound.
     */
    public List<String> check() {
        return new ImageCheck(file).run();
    }

    /** The root page of a bucket from the value of its entry: on a page of its own, or inline behind the header. */
    static Page bucketRoot(PageFile file, byte[] header, String name) {
        if (header.length < PageFormat.BUCKET_HEADER_BYTES) {
            throw new ImageException(name + ": its header has only " + header.length + " bytes");
        }
        ByteBuffer bytes = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        long root = bytes.getLong(0);
        if (root != 0) {
            return file.page(root);
        }
        ByteBuffer inline = bytes.slice(PageFormat.BUCKET_HEADER_BYTES, header.length - PageFormat.BUCKET_HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        Page page = Page.parse(inline, 0, name);
        if (!page.isLeaf()) {
            throw new ImageException(name + ": its inline page is no leaf");
        }
        return page;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class NoRecords implements Cursor {
        @Override
        public boolean next() {
            return false;
        }

        @Override
        public byte[] key() {
            throw new IllegalStateException("no record");
        }

        @Override
        public byte[] value() {
            throw new IllegalStateException("no record");
        }

        @Override
        public void close() {}
    }
}
