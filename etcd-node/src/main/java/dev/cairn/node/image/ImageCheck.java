// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * bbolt's {@code Tx.Check}: walks every bucket, marks what it reaches, and compares with the free list. Goes on after a
 * finding where it can, to tell one bad page from a ruined file.
 */
final class ImageCheck {
    private static final int MAX_FINDINGS = 100;

    private final PageFile file;
    private final BitSet reached = new BitSet();
    private final BitSet free = new BitSet();
    private final List<String> findings = new ArrayList<>();

    ImageCheck(PageFile file) {
        this.file = file;
    }

    List<String> run() {
        Meta meta = file.meta();
        if (meta.pageCount() > Integer.MAX_VALUE) {
            return List.of("the image has " + meta.pageCount() + " pages, more than this check can mark");
        }
        reached.set(0, PageFormat.FIRST_DATA_PAGE);
        boolean hasFreelist = meta.freelist() != PageFormat.NO_FREELIST;
        try {
            if (hasFreelist) {
                readFreelist(meta.freelist());
            }
            walk(meta.root(), new Bounds(null, null), 1);
        } catch (ImageException e) {
            found(e.getMessage());
        }
        if (hasFreelist) {
            compareWithFreelist((int) meta.pageCount());
        }
        return List.copyOf(findings);
    }

    private void readFreelist(long id) {
        String name = "freelist page " + Long.toUnsignedString(id);
        ByteBuffer bytes = file.extent(id, name);
        mark(id, bytes.limit() / file.meta().pageBytes());
        if (bytes.getLong(0) != id || (bytes.getShort(8) & 0xFFFF) != PageFormat.FREELIST) {
            throw new ImageException(name + " is no free list");
        }
        long count = bytes.getShort(10) & 0xFFFF;
        int at = PageFormat.HEADER_BYTES;
        if (count == 0xFFFF) {
            count = bytes.getLong(at);
            at += 8;
        }
        if (count < 0 || count > (bytes.limit() - at) / 8) {
            throw new ImageException(name + ": " + Long.toUnsignedString(count) + " ids do not fit");
        }
        for (int i = 0; i < count; i++) {
            long each = bytes.getLong(at + 8 * i);
            if (each < PageFormat.FIRST_DATA_PAGE || each >= file.meta().pageCount()) {
                found("page " + Long.toUnsignedString(each) + ": free but outside the image");
            } else if (free.get((int) each)) {
                found("page " + each + ": already freed");
            } else {
                free.set((int) each);
            }
        }
    }

    private void compareWithFreelist(int pageCount) {
        for (int id = 0; id < pageCount; id++) {
            if (reached.get(id) == free.get(id)) {
                found("page " + id + (reached.get(id) ? ": reachable freed" : ": unreachable unfreed"));
            }
        }
    }

    /** Marks a page with its overflow; false if any of it was reached before. */
    private boolean mark(long id, int pages) {
        boolean fresh = true;
        for (long each = id; each < id + pages; each++) {
            if (reached.get((int) each)) {
                found("page " + each + ": multiple references");
                fresh = false;
            }
            reached.set((int) each);
        }
        return fresh;
    }

    private void walk(long id, Bounds bounds, int depth) {
        if (depth > ImageCursor.MAX_DEPTH) {
            throw new ImageException(
                    "page " + id + ": the tree is more than " + ImageCursor.MAX_DEPTH + " levels deep");
        }
        Page page = file.page(id);
        if (!mark(id, 1 + file.overflow(id))) {
            return;
        }
        if (depth > 1 && page.count() == 0 || page.count() == 0 && !page.isLeaf()) {
            found(page.name() + ": empty");
        }
        checkKeys(page, bounds);
        for (int i = 0; i < page.count(); i++) {
            try {
                if (!page.isLeaf()) {
                    byte[] next = i + 1 < page.count() ? page.key(i + 1) : bounds.before;
                    walk(page.child(i), new Bounds(page.key(i), next), depth + 1);
                } else if (page.isBucket(i)) {
                    walkBucket(page, i, depth);
                } else {
                    page.value(i);
                }
            } catch (ImageException e) {
                found(e.getMessage());
            }
        }
    }

    private void walkBucket(Page page, int index, int depth) {
        byte[] header = page.value(index);
        String name = "bucket " + new String(page.key(index), StandardCharsets.UTF_8);
        Page root = ImageReader.bucketRoot(file, header, name);
        long rootId = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        if (rootId != 0) {
            walkNested(rootId, depth);
            return;
        }
        checkKeys(root, new Bounds(null, null));
        for (int i = 0; i < root.count(); i++) {
            root.value(i);
            if (root.isBucket(i)) {
                found(name + ": an inline bucket holds a bucket");
            }
        }
    }

    /** A bucket's root starts anew with its key range but not with its depth: buckets nest as pages do. */
    private void walkNested(long rootId, int depth) {
        Page root = file.page(rootId);
        if (root.isLeaf() && root.count() == 0) {
            mark(rootId, 1 + file.overflow(rootId));
            return;
        }
        walk(rootId, new Bounds(null, null), depth + 1);
    }

    private void checkKeys(Page page, Bounds bounds) {
        byte[] previous = null;
        for (int i = 0; i < page.count(); i++) {
            byte[] key = page.key(i);
            if (previous != null && Arrays.compareUnsigned(previous, key) >= 0) {
                found(page.name() + ": keys do not ascend at element " + i);
            }
            if (i == 0 && bounds.from != null && Arrays.compareUnsigned(key, bounds.from) < 0) {
                found(page.name() + ": first key is below its parent's");
            }
            if (bounds.before != null && Arrays.compareUnsigned(key, bounds.before) >= 0) {
                found(page.name() + ": key of element " + i + " belongs to the next page");
            }
            previous = key;
        }
    }

    private void found(String what) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(what);
        }
    }

    private record Bounds(byte[] from, byte[] before) {}
}
