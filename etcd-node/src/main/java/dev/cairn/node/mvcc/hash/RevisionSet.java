// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.hash;

/** A set of revisions in two flat arrays: a million take 32 MB at most and no objects. Main revisions are above 0. */
final class RevisionSet {
    private static final int INITIAL_PLACES = 16;
    /** Fractional part of the golden ratio: spreads neighbouring revisions. */
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private long[] mains = new long[INITIAL_PLACES];
    private int[] subs = new int[INITIAL_PLACES];
    private int size;

    void add(long main, int sub) {
        if (2 * (size + 1) > mains.length) {
            grow();
        }
        int at = placeOf(main, sub);
        if (mains[at] == 0) {
            mains[at] = main;
            subs[at] = sub;
            size++;
        }
    }

    boolean contains(long main, int sub) {
        return mains[placeOf(main, sub)] != 0;
    }

    private int placeOf(long main, int sub) {
        int mask = mains.length - 1;
        int at = (int) ((main * SPREAD ^ sub * SPREAD >>> 7) >>> 32) & mask;
        while (mains[at] != 0 && !(mains[at] == main && subs[at] == sub)) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void grow() {
        long[] oldMains = mains;
        int[] oldSubs = subs;
        mains = new long[2 * oldMains.length];
        subs = new int[mains.length];
        size = 0;
        for (int i = 0; i < oldMains.length; i++) {
            if (oldMains[i] != 0) {
                add(oldMains[i], oldSubs[i]);
            }
        }
    }
}
