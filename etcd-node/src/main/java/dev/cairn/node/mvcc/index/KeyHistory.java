// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.index;

import java.util.Arrays;

/**
 * All stored revisions of one key, oldest first, shared by every tree that holds the key. The writer appends at the end
 * and drops at the front; a reader searches by a revision that was published to it, so what is appended meanwhile lies
 * beyond its search and what is dropped meanwhile is below the compact revision, which readers check afterwards.
 *
 * <p>Two numbers a revision: {@code main}, then sub, record length and kind packed. An unused place has main 0.
 */
public final class KeyHistory {
    private static final int INITIAL_PLACES = 2;
    private static final int SUB_SHIFT = 32;
    private static final long BYTES_MASK = 0x7fff_ffffL;

    private final byte[] key;
    private volatile long[] slots;
    /** Writer only. */
    private int first;

    private int end;

    KeyHistory(byte[] key, StoredRevision only) {
        this.key = key;
        this.slots = new long[2 * INITIAL_PLACES];
        append(only);
    }

    public byte[] key() {
        return key;
    }

    void append(StoredRevision revision) {
        long[] current = slots;
        long main = revision.main();
        long packed = (long) revision.sub() << SUB_SHIFT
                | (long) revision.recordBytes() << 1
                | (revision.tombstone() ? 1 : 0);
        if (2 * end < current.length) {
            current[2 * end + 1] = packed;
            current[2 * end] = main;
        } else {
            int kept = end - first;
            long[] grown = new long[2 * Math.max(INITIAL_PLACES, kept + (kept >> 1) + 1)];
            System.arraycopy(current, 2 * first, grown, 0, 2 * kept);
            grown[2 * kept] = main;
            grown[2 * kept + 1] = packed;
            first = 0;
            end = kept;
            slots = grown;
        }
        end++;
    }

    /** The latest revision with {@code main <= atRevision}, or null. */
    public StoredRevision latestAt(long atRevision) {
        long[] current = slots;
        int low = 0;
        int high = current.length / 2;
        while (low < high) {
            int middle = (low + high) >>> 1;
            long main = current[2 * middle];
            if (main != 0 && main <= atRevision) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? null : unpack(current[2 * low - 2], current[2 * low - 1]);
    }

    /** Writer only: the oldest revision that is still stored. */
    public StoredRevision oldest() {
        return unpack(slots[2 * first], slots[2 * first + 1]);
    }

    /** Writer only: how many are stored. */
    public int size() {
        return end - first;
    }

    /** Writer only: forgets the oldest; places are given back when half of them are forgotten. */
    public void dropOldest() {
        first++;
        if (2 * first >= end) {
            slots = Arrays.copyOfRange(slots, 2 * first, 2 * Math.max(end, first + 1));
            end -= first;
            first = 0;
        }
    }

    private static StoredRevision unpack(long main, long packed) {
        return new StoredRevision(
                main, (int) (packed >>> SUB_SHIFT), (packed & 1) != 0, (int) (packed >>> 1 & BYTES_MASK));
    }
}
