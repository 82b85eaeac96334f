// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.log;

import java.util.Arrays;

/** Encoded sizes in bytes of entries in a row, four bytes each. */
final class EntrySizes {
    private int[] sizes = new int[64];
    private int start;
    private int count;

    int count() {
        return count;
    }

    int at(int place) {
        return sizes[start + place];
    }

    void add(int bytes) {
        if (start + count == sizes.length) {
            int[] moved = start > count ? sizes : new int[2 * sizes.length];
            System.arraycopy(sizes, start, moved, 0, count);
            sizes = moved;
            start = 0;
        }
        sizes[start + count++] = bytes;
    }

    void cutTo(int newCount) {
        count = newCount;
    }

    void dropFirst(int gone) {
        start += gone;
        count -= gone;
        if (start > 1024 && count < sizes.length / 8) {
            sizes = Arrays.copyOfRange(sizes, start, start + Math.max(64, 2 * count));
            start = 0;
        }
    }
}
