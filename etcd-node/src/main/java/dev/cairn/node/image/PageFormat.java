// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The numbers of the bbolt format. All integers are little-endian here: bbolt writes the host's order, and an image of
 * a big-endian host is refused by name.
 *
 * <pre>
 * page    id u64 | flags u16 | count u16 | overflow u32 | elements … | keys and values …
 * branch element   pos u32 | key size u32 | child page u64          pos counts from the element itself
 * leaf element     flags u32 | pos u32 | key size u32 | value size u32
 * bucket header    root page u64 | sequence u64                     root 0: a page image follows inline
 * </pre>
 */
final class PageFormat {
    static final int HEADER_BYTES = 16;
    static final int ELEMENT_BYTES = 16;
    static final int BUCKET_HEADER_BYTES = 16;

    static final int BRANCH = 0x01;
    static final int LEAF = 0x02;
    static final int META = 0x04;
    static final int FREELIST = 0x10;

    static final int PLAIN_ELEMENT = 0;
    static final int BUCKET_ELEMENT = 1;

    /** What this writer uses; a reader takes the size from the meta page. */
    static final int PAGE_BYTES = 4096;

    static final int MIN_PAGE_BYTES = 1024;
    static final int MAX_PAGE_BYTES = 16 << 20;
    static final int MAX_KEY_BYTES = 32768;
    static final int MAX_ELEMENTS = 65534;
    static final int FIRST_DATA_PAGE = 2;
    static final long NO_FREELIST = -1L;

    private PageFormat() {}

    static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static void putHeader(ByteBuffer page, long id, int flags, int count, int overflow) {
        page.putLong(0, id);
        page.putShort(8, (short) flags);
        page.putShort(10, (short) count);
        page.putInt(12, overflow);
    }

    /** Pages of {@link #PAGE_BYTES} that {@code bytes} take; at least one. */
    static int pagesFor(long bytes) {
        return Math.toIntExact(Math.max(1, Math.ceilDiv(bytes, PAGE_BYTES)));
    }
}
