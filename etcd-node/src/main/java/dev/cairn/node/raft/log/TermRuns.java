// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.log;

import java.util.Arrays;

/**
 * The terms of entries in a row. Terms seldom change, so each is kept once, with the first index that has it.
 *
 * <pre>
 * entries 7..12 of terms 2 2 2 5 5 6:  (7, 2) (10, 5) (12, 6)
 * </pre>
 */
final class TermRuns {
    private long[] firsts = new long[4];
    private long[] terms = new long[4];
    private int runs;

    /** For an index behind all others. */
    void add(long index, long term) {
        if (runs > 0 && terms[runs - 1] == term) {
            return;
        }
        if (runs == firsts.length) {
            firsts = Arrays.copyOf(firsts, 2 * runs);
            terms = Arrays.copyOf(terms, 2 * runs);
        }
        firsts[runs] = index;
        terms[runs++] = term;
    }

    /** Of an index that was added and neither cut off nor dropped. */
    long at(long index) {
        int run = runs - 1;
        if (firsts[run] > index) {
            int found = Arrays.binarySearch(firsts, 0, runs, index);
            run = found >= 0 ? found : -found - 2;
        }
        return terms[run];
    }

    /** Nothing is left from this index on. */
    void cutFrom(long index) {
        while (runs > 0 && firsts[runs - 1] >= index) {
            runs--;
        }
    }

    /** Nothing before this index is asked for any more. */
    void dropBefore(long index) {
        int gone = 0;
        while (gone + 1 < runs && firsts[gone + 1] <= index) {
            gone++;
        }
        System.arraycopy(firsts, gone, firsts, 0, runs - gone);
        System.arraycopy(terms, gone, terms, 0, runs - gone);
        runs -= gone;
    }
}
