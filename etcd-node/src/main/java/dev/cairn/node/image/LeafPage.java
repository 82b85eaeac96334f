// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A leaf being filled. Where only sizes are wanted, {@code values} holds nulls. */
final class LeafPage {
    private static final int LARGE_LEAF_BYTES = 8 * PageFormat.PAGE_BYTES;

    private final int elementFlags;
    private final List<byte[]> keys = new ArrayList<>();
    private final List<byte[]> values = new ArrayList<>();
    private long bytes = PageFormat.HEADER_BYTES;

    LeafPage(int elementFlags) {
        this.elementFlags = elementFlags;
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /**
     * Whether one more element may come: to a single page, or, where it would take most of one, to a page with overflow, since
     * the rest of every element's last page would be lost otherwise.
     */
    boolean hasRoomFor(int keyBytes, int valueBytes) {
        long element = (long) PageFormat.ELEMENT_BYTES + keyBytes + valueBytes;
        long room = element > PageFormat.PAGE_BYTES / 2 ? LARGE_LEAF_BYTES : PageFormat.PAGE_BYTES;
        return bytes + element <= room && keys.size() < PageFormat.MAX_ELEMENTS;
    }

    void add(byte[] key, byte[] value, int valueBytes) {
        keys.add(key);
        values.add(value);
        bytes += PageFormat.ELEMENT_BYTES + (long) key.length + valueBytes;
    }

    byte[] firstKey() {
        return keys.getFirst();
    }

    /** Writes the page, empties this, returns the page's id. */
    long close(PageOutput out) throws IOException {
        long id = out.writePage(PageFormat.LEAF, keys.size(), bytes, this::putInto);
        keys.clear();
        values.clear();
        bytes = PageFormat.HEADER_BYTES;
        return id;
    }

    private void putInto(ByteBuffer page) {
        int element = PageFormat.HEADER_BYTES;
        int data = element + keys.size() * PageFormat.ELEMENT_BYTES;
        for (int i = 0; i < keys.size(); i++) {
            byte[] key = keys.get(i);
            byte[] value = values.get(i);
            page.putInt(element, elementFlags);
            page.putInt(element + 4, data - element);
            page.putInt(element + 8, key.length);
            page.putInt(element + 12, value.length);
            page.put(data, key);
            page.put(data + key.length, value);
            data += key.length + value.length;
            element += PageFormat.ELEMENT_BYTES;
        }
    }
}
