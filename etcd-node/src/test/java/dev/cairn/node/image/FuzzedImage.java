// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.image;

import dev.cairn.node.fuzz.Fuzzed;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.testkit.MemoryBackend;
import dev.cairn.node.testkit.MemoryChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An image, written as its pieces that are not zero: two bytes of place in units of eight, one of length in the same
 * units, the bytes. The checksums of the meta pages fit, unless the first byte is odd.
 */
public final class FuzzedImage implements Fuzzed {
    private static final int PAGES = 8;
    private static final int UNIT = 8;
    private static final int HEAD_BYTES = 3;

    @Override
    public String name() {
        return "image";
    }

    @Override
    public List<byte[]> seeds() {
        MemoryTables small = new MemoryTables();
        small.put(Bucket.META, Images.bytes("storageVersion"), Images.bytes("3.7.0"));
        small.put(Bucket.KEY, Images.revision(2, 0), Images.keyValue("k", 2, new byte[] {1, 2, 3}));
        small.put(Bucket.KEY, Images.tombstone(3, 0), Images.keyValue("k", 3, new byte[0]));
        MemoryTables branched = new MemoryTables();
        for (int i = 0; i < 30; i++) {
            branched.put(Bucket.KEY, Images.revision(2 + i, 0), Images.keyValue("k" + i, 2 + i, new byte[150]));
        }
        return List.of(pieces(small), pieces(branched));
    }

    private static byte[] pieces(MemoryTables tables) {
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        try {
            new ImageWriter(tables).writeTo(image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] bytes = image.toByteArray();
        Fuzzed.require(bytes.length <= PAGES * PageFormat.PAGE_BYTES, "a seed of at most " + PAGES + " pages");
        ByteBuffer pieces = ByteBuffer.allocate(2 + 2 * bytes.length);
        pieces.put((byte) 0).put((byte) (bytes.length / PageFormat.PAGE_BYTES));
        int at = 0;
        while (at < bytes.length) {
            int end = at;
            while (end < bytes.length && end - at < UNIT * 0xff && !isZero(bytes, end)) {
                end += UNIT;
            }
            if (end > at) {
                pieces.putShort((short) (at / UNIT))
                        .put((byte) ((end - at) / UNIT))
                        .put(bytes, at, end - at);
            }
            at = Math.max(end, at + UNIT);
        }
        return Arrays.copyOf(pieces.array(), pieces.position());
    }

    private static boolean isZero(byte[] bytes, int at) {
        return Arrays.equals(bytes, at, at + UNIT, new byte[UNIT], 0, UNIT);
    }

    @Override
    public byte[] read(byte[] input) {
        if (input.length < 2) {
            return REFUSED;
        }
        byte[] image = image(input);
        try (ImageReader reader = new ImageReader(new MemoryChannel(image))) {
            List<String> findings = reader.check();
            List<byte[]> records = new ArrayList<>();
            boolean sound = findings.isEmpty();
            try {
                walk(reader, records);
            } catch (ImageException damage) {
                sound = false;
            }
            return sound && !records.isEmpty() ? records.getFirst() : REFUSED;
        } catch (ImageException refused) {
            return REFUSED;
        }
    }

    private static void walk(ImageReader reader, List<byte[]> values) {
        for (Bucket bucket : Bucket.values()) {
            byte[] last = null;
            try (Cursor cursor = reader.scan(bucket, new byte[0], null)) {
                while (cursor.next()) {
                    last = cursor.key();
                    if (bucket == Bucket.META) {
                        values.add(cursor.value());
                    }
                }
            }
            byte[] lastKey = reader.lastKey(bucket);
            Fuzzed.require((last == null) == (lastKey == null), "a last key where there are keys, in " + bucket);
        }
        ImageStatus.of(reader);
        new ImageLoader(new MemoryBackend(), bytes -> {}).load(reader, (key, value) -> {});
    }

    private static byte[] image(byte[] input) {
        byte[] image = new byte[(1 + (input[1] & 0xff) % PAGES) * PageFormat.PAGE_BYTES];
        int at = 2;
        while (at + HEAD_BYTES <= input.length) {
            int place = UNIT * ((input[at] & 0xff) << Byte.SIZE | input[at + 1] & 0xff);
            int length = Math.min(UNIT * (input[at + 2] & 0xff), input.length - at - HEAD_BYTES);
            at += HEAD_BYTES;
            if (place < image.length) {
                System.arraycopy(input, at, image, place, Math.min(length, image.length - place));
            }
            at += length;
        }
        if ((input[0] & 1) == 0) {
            mend(image, 0);
            mend(image, PageFormat.PAGE_BYTES);
        }
        return image;
    }

    /** Writes the meta that is there anew, with its checksum. */
    private static void mend(byte[] image, int page) {
        if (page + PageFormat.HEADER_BYTES + Meta.BYTES > image.length) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(image, page, PageFormat.HEADER_BYTES + Meta.BYTES)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
        int at = PageFormat.HEADER_BYTES;
        Meta meta = new Meta(
                bytes.getInt(at + 8),
                bytes.getLong(at + 16),
                bytes.getLong(at + 32),
                bytes.getLong(at + 40),
                bytes.getLong(at + 48));
        meta.putPage(bytes, page / PageFormat.PAGE_BYTES);
    }
}
