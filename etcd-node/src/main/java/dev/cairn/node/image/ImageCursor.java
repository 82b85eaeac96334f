// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.image;

import dev.cairn.node.storage.Cursor;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Walks a bucket's records in key order. Keys must ascend over the whole walk and no page below the root may be empty:
 * so a damaged tree whose pages refer to each other in circles ends in an {@link ImageException}, not in a loop.
 */
final class ImageCursor implements Cursor {
    static final int MAX_DEPTH = 64;

    private final PageFile file;
    private final Deque<Place> path = new ArrayDeque<>();
    private final byte[] from;
    private final byte[] to;
    private final boolean ofBuckets;
    private Page root;
    private byte[] key;

    private ImageCursor(PageFile file, Page root, byte[] from, byte[] to, boolean ofBuckets) {
        this.file = file;
        this.root = root;
        this.from = from;
        this.to = to;
        this.ofBuckets = ofBuckets;
    }

    /** Records of a bucket from {@code from} (empty: the first) up to before {@code to} (null: the end). */
    static ImageCursor ofRecords(PageFile file, Page root, byte[] from, byte[] to) {
        return new ImageCursor(file, root, from, to, false);
    }

    /** The buckets of the root, names as keys and headers as values. */
    static ImageCursor ofBuckets(PageFile file, byte[] from) {
        return new ImageCursor(file, file.page(file.meta().root()), from, null, true);
    }

    @Override
    public boolean next() {
        if (root != null) {
            Page start = root;
            root = null;
            descend(start);
        } else if (!path.isEmpty()) {
            path.peek().index++;
        }
        while (!path.isEmpty()) {
            Place place = path.peek();
            if (place.index >= place.page.count()) {
                path.pop();
                if (!path.isEmpty()) {
                    path.peek().index++;
                }
            } else if (!place.page.isLeaf()) {
                descend(child(place));
            } else {
                return take(place);
            }
        }
        return false;
    }

    private boolean take(Place place) {
        byte[] next = place.page.key(place.index);
        if (key != null && Arrays.compareUnsigned(key, next) >= 0) {
            throw new ImageException(place.page.name() + ": keys do not ascend at element " + place.index);
        }
        if (place.page.isBucket(place.index) != ofBuckets) {
            throw new ImageException(place.page.name() + ": element " + place.index
                    + (ofBuckets ? " is a record where only buckets belong" : " is a bucket where records belong"));
        }
        key = next;
        if (to != null && Arrays.compareUnsigned(key, to) >= 0) {
            path.clear();
            return false;
        }
        return true;
    }

    private Page child(Place place) {
        if (path.size() >= MAX_DEPTH) {
            throw new ImageException(place.page.name() + ": the tree is more than " + MAX_DEPTH + " levels deep");
        }
        Page page = file.page(place.page.child(place.index));
        if (page.count() == 0) {
            throw new ImageException(page.name() + " is empty but not a root");
        }
        return page;
    }

    /** Enters a page at the element where {@code from} belongs; pages behind the first leaf start at their head. */
    private void descend(Page page) {
        if (!page.isLeaf() && page.count() == 0) {
            throw new ImageException(page.name() + " is a branch without children");
        }
        path.push(new Place(page, key == null ? seek(page) : 0));
    }

    private int seek(Page page) {
        int low = 0;
        int high = page.count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Arrays.compareUnsigned(page.key(middle), from) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (page.isLeaf()) {
            return low;
        }
        boolean exact = low < page.count() && Arrays.equals(page.key(low), from);
        return exact ? low : Math.max(0, low - 1);
    }

    @Override
    public byte[] key() {
        return key;
    }

    @Override
    public byte[] value() {
        Place place = path.peek();
        return place.page.value(place.index);
    }

    @Override
    public int valueBytes() {
        Place place = path.peek();
        return place.page.valueBytes(place.index);
    }

    @Override
    public void close() {
        path.clear();
        root = null;
    }

    private static final class Place {
        private final Page page;
        private int index;

        private Place(Page page, int index) {
            this.page = page;
            this.index = index;
        }
    }
}
