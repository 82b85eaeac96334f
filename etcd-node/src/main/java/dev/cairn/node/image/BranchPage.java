// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A branch being filled: the first key and the id of each child. */
final class BranchPage {
    private final List<byte[]> keys = new ArrayList<>();
    private final List<Long> children = new ArrayList<>();
    private long bytes = PageFormat.HEADER_BYTES;

    int size() {
        return keys.size();
    }

    byte[] firstKey() {
        return keys.getFirst();
    }

    long onlyChild() {
        return children.getFirst();
    }

    /** Two children always fit, over several pages if their keys are long: otherwise no level would be smaller than the one below. */
    boolean hasRoomFor(byte[] key) {
        return size() < 2 || bytes + PageFormat.ELEMENT_BYTES + key.length <= PageFormat.PAGE_BYTES;
    }

    void add(byte[] key, long child) {
        keys.add(key);
        children.add(child);
        bytes += PageFormat.ELEMENT_BYTES + (long) key.length;
    }

    /** Writes the page, empties this, returns the page's id. */
    long close(PageOutput out) throws IOException {
        long id = out.writePage(PageFormat.BRANCH, size(), bytes, this::putInto);
        keys.clear();
        children.clear();
        bytes = PageFormat.HEADER_BYTES;
        return id;
    }

    private void putInto(ByteBuffer page) {
        int element = PageFormat.HEADER_BYTES;
        int data = element + size() * PageFormat.ELEMENT_BYTES;
        for (int i = 0; i < size(); i++) {
            byte[] key = keys.get(i);
            page.putInt(element, data - element);
            page.putInt(element + 4, key.length);
            page.putLong(element + 8, children.get(i));
            page.put(data, key);
            data += key.length;
            element += PageFormat.ELEMENT_BYTES;
        }
    }
}
