// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.image;

import java.nio.ByteBuffer;

/**
 * A branch or leaf as it was read, from a page of its own or inline in a bucket's value. Every offset is checked before
 * it is followed; {@link ImageException} names the page.
 */
final class Page {
    private final ByteBuffer bytes;
    private final String name;
    private final boolean leaf;
    private final int count;

    private Page(ByteBuffer bytes, String name, boolean leaf, int count) {
        this.bytes = bytes;
        this.name = name;
        this.leaf = leaf;
        this.count = count;
    }

    /** {@code bytes} holds the whole page, overflow included; {@code id} is where it was found, 0 inline. */
    static Page parse(ByteBuffer bytes, long id, String name) {
        if (bytes.limit() < PageFormat.HEADER_BYTES) {
            throw new ImageException(name + ": only " + bytes.limit() + " bytes");
        }
        if (bytes.getLong(0) != id) {
            throw new ImageException(name + ": says that it is page " + Long.toUnsignedString(bytes.getLong(0)));
        }
        int flags = bytes.getShort(8) & 0xFFFF;
        if (flags != PageFormat.BRANCH && flags != PageFormat.LEAF) {
            throw new ImageException(name + ": is neither branch nor leaf but type 0x" + Integer.toHexString(flags));
        }
        int count = bytes.getShort(10) & 0xFFFF;
        long elementsEnd = PageFormat.HEADER_BYTES + (long) count * PageFormat.ELEMENT_BYTES;
        if (count > PageFormat.MAX_ELEMENTS || elementsEnd > bytes.limit()) {
            throw new ImageException(name + ": " + count + " elements do not fit in " + bytes.limit() + " bytes");
        }
        return new Page(bytes, name, flags == PageFormat.LEAF, count);
    }

    boolean isLeaf() {
        return leaf;
    }

    int count() {
        return count;
    }

    String name() {
        return name;
    }

    byte[] key(int index) {
        int element = element(index);
        long pos = Integer.toUnsignedLong(bytes.getInt(leaf ? element + 4 : element));
        long size = Integer.toUnsignedLong(bytes.getInt(leaf ? element + 8 : element + 4));
        if (size == 0 || size > PageFormat.MAX_KEY_BYTES) {
            throw new ImageException(name + ": element " + index + " has a key of " + size + " bytes");
        }
        return slice(index, element + pos, size);
    }

    /** Leaves only. */
    byte[] value(int index) {
        int element = element(index);
        long pos =
                Integer.toUnsignedLong(bytes.getInt(element + 4)) + Integer.toUnsignedLong(bytes.getInt(element + 8));
        return slice(index, element + pos, Integer.toUnsignedLong(bytes.getInt(element + 12)));
    }

    int valueBytes(int index) {
        return bytes.getInt(element(index) + 12);
    }

    /** Leaves only: whether the value is a bucket header. */
    boolean isBucket(int index) {
        int flags = bytes.getInt(element(index));
        if (flags != PageFormat.PLAIN_ELEMENT && flags != PageFormat.BUCKET_ELEMENT) {
            throw new ImageException(name + ": element " + index + " has unknown flags " + flags);
        }
        return flags == PageFormat.BUCKET_ELEMENT;
    }

    /** Branches only. */
    long child(int index) {
        return bytes.getLong(element(index) + 8);
    }

    private static int element(int index) {
        return PageFormat.HEADER_BYTES + index * PageFormat.ELEMENT_BYTES;
    }

    private byte[] slice(int index, long from, long size) {
        if (from + size > bytes.limit()) {
            throw new ImageException(name + ": element " + index + " reaches to byte " + (from + size)
                    + " of a page of " + bytes.limit());
        }
        byte[] copy = new byte[(int) size];
        bytes.get((int) from, copy);
        return copy;
    }
}
