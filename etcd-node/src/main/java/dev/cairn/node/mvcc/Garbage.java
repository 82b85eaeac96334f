// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

import dev.cairn.node.mvcc.index.KeyHistory;
import java.util.ArrayDeque;

/**
 * Which revisions the next compactions will drop, in the order in which they become droppable, so that a compaction
 * costs what it drops and not what there is. An item says: from compact revision {@code threshold} on, the oldest stored
 * revision of this key is garbage. Apply thread only.
 *
 * <p>Example: {@code put k} at 2 and 5, {@code delete k} at 7. Revision 2 is garbage from 5 on, 5 from 7 on, and the
 * tombstone, which a compaction at 7 itself must keep, from 8 on.
 */
final class Garbage {
    private record Item(KeyHistory history, long threshold) {}

    /** Replaced puts; thresholds ascend. */
    private final ArrayDeque<Item> replaced = new ArrayDeque<>();

    /** Tombstones; thresholds ascend. Apart, because they lie one behind the puts of their transaction. */
    private final ArrayDeque<Item> tombstones = new ArrayDeque<>();

    /** A put of the key was replaced, by a put or a deletion, at {@code main}. */
    void replaced(KeyHistory history, long main) {
        replaced.add(new Item(history, main));
    }

    /** The key was deleted at {@code main}. */
    void deleted(KeyHistory history, long main) {
        tombstones.add(new Item(history, main + 1));
    }

    /** Takes the next key whose oldest revision is garbage at this compact revision, or null. */
    KeyHistory next(long compactRevision) {
        Item put = replaced.peek();
        Item tombstone = tombstones.peek();
        // a tombstone is older than a put of the same key with the same threshold
        boolean takeTombstone = tombstone != null && (put == null || tombstone.threshold <= put.threshold);
        Item next = takeTombstone ? tombstone : put;
        if (next == null || next.threshold > compactRevision) {
            return null;
        }
        (takeTombstone ? tombstones : replaced).remove();
        return next.history;
    }

    boolean hasNext(long compactRevision) {
        return reaches(replaced.peek(), compactRevision) || reaches(tombstones.peek(), compactRevision);
    }

    private static boolean reaches(Item item, long compactRevision) {
        return item != null && item.threshold <= compactRevision;
    }
}
