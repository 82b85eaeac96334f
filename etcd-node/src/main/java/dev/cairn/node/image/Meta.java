// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.image;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A meta page: where the tree of buckets starts and how many pages are in use. {@code pageCount} is bbolt's
 * {@code pgid}, the first page id that was never allocated.
 */
record Meta(int pageBytes, long root, long freelist, long pageCount, long txid) {
    static final int BYTES = 64;

    private static final int MAGIC = 0xED0CDAED;
    private static final int VERSION = 2;
    private static final int CHECKED_BYTES = 56;
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x00000100000001B3L;

    /** Puts the whole page, header included, at the start of a zeroed buffer. */
    void putPage(ByteBuffer page, long id) {
        PageFormat.putHeader(page, id, PageFormat.META, 0, 0);
        int at = PageFormat.HEADER_BYTES;
        page.putInt(at, MAGIC);
        page.putInt(at + 4, VERSION);
        page.putInt(at + 8, pageBytes);
        page.putLong(at + 16, root);
        page.putLong(at + 32, freelist);
        page.putLong(at + 40, pageCount);
        page.putLong(at + 48, txid);
        page.putLong(at + CHECKED_BYTES, fnv1a(page, at));
    }

    /** The meta at {@code at} (behind the page header) if magic, version, checksum and page size hold. */
    static Optional<Meta> parse(ByteBuffer bytes, int at) {
        if (bytes.limit() - at < BYTES
                || bytes.getInt(at) != MAGIC
                || bytes.getInt(at + 4) != VERSION
                || bytes.getLong(at + CHECKED_BYTES) != fnv1a(bytes, at)) {
            return Optional.empty();
        }
        int pageBytes = bytes.getInt(at + 8);
        if (pageBytes < PageFormat.MIN_PAGE_BYTES
                || pageBytes > PageFormat.MAX_PAGE_BYTES
                || Integer.bitCount(pageBytes) != 1) {
            return Optional.empty();
        }
        return Optional.of(new Meta(
                pageBytes,
                bytes.getLong(at + 16),
                bytes.getLong(at + 32),
                bytes.getLong(at + 40),
                bytes.getLong(at + 48)));
    }

    static boolean hasSwappedMagic(ByteBuffer bytes, int at) {
        return bytes.limit() - at >= 4 && bytes.getInt(at) == Integer.reverseBytes(MAGIC);
    }

    private static long fnv1a(ByteBuffer bytes, int at) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < CHECKED_BYTES; i++) {
            hash = (hash ^ (bytes.get(at + i) & 0xFF)) * FNV_PRIME;
        }
        return hash;
    }
}
