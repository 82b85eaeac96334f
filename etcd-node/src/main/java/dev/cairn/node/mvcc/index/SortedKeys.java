// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Up to {@link #CAPACITY} keys in order. What all of them begin with is compared once; of what follows, eight bytes of
 * each key lie side by side, so that a search reads one small array instead of following a reference for each
 * comparison. Keys that agree in these bytes too are compared whole.
 */
final class SortedKeys {
    static final int CAPACITY = 64;

    private static final VarHandle BIG_ENDIAN_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[][] keys = new byte[CAPACITY][];
    /** Eight bytes behind the shared ones, zeros behind the key's end, in an order that signed comparison keeps. */
    private final long[] tails = new long[CAPACITY];

    /** How many bytes all keys are known to begin with alike. */
    private int shared;

    private int size;

    int size() {
        return size;
    }

    byte[] get(int at) {
        return keys[at];
    }

    SortedKeys copy() {
        SortedKeys copy = new SortedKeys();
        copy.takeFrom(this, 0, size);
        return copy;
    }

    private void takeFrom(SortedKeys other, int from, int to) {
        System.arraycopy(other.keys, from, keys, 0, to - from);
        System.arraycopy(other.tails, from, tails, 0, to - from);
        shared = other.shared;
        size = to - from;
    }

    /** Place of the key, or the complement of where it would be. */
    int find(byte[] key) {
        if (size == 0) {
            return ~0;
        }
        int differs = Arrays.mismatch(key, 0, Math.min(shared, key.length), keys[0], 0, shared);
        if (differs >= 0) {
            boolean before = differs == key.length || Byte.compareUnsigned(key[differs], keys[0][differs]) < 0;
            return before ? ~0 : ~size;
        }
        long tail = tail(key, shared);
        int low = lowerBound(tail);
        if (low == size || tails[low] != tail) {
            return ~low;
        }
        return findAmongAlike(key, tail, low);
    }

    private int lowerBound(long tail) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (tails[middle] < tail) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int findAmongAlike(byte[] key, long tail, int from) {
        int low = from;
        boolean alone = low + 1 == size || tails[low + 1] != tail;
        int high = alone ? low + 1 : tail == Long.MAX_VALUE ? size : lowerBound(tail + 1);
        while (low < high) {
            int middle = (low + high) >>> 1;
            int order = Arrays.compareUnsigned(keys[middle], key);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return ~low;
    }

    void insert(int at, byte[] key) {
        System.arraycopy(keys, at, keys, at + 1, size - at);
        System.arraycopy(tails, at, tails, at + 1, size - at);
        keys[at] = key;
        size++;
        int alike = size == 1 ? key.length : commonPrefix(key, keys[at == 0 ? 1 : 0], shared);
        if (size == 1 || alike < shared) {
            share(alike);
        } else {
            tails[at] = tail(key, shared);
        }
    }

    void remove(int at) {
        System.arraycopy(keys, at + 1, keys, at, size - at - 1);
        System.arraycopy(tails, at + 1, tails, at, size - at - 1);
        keys[--size] = null;
    }

    /** Moves the keys from a place on into a new list; both share more than before. */
    SortedKeys split(int from) {
        SortedKeys right = new SortedKeys();
        if (from == size) {
            return right;
        }
        right.takeFrom(this, from, size);
        Arrays.fill(keys, from, size, null);
        size = from;
        tighten();
        right.tighten();
        return right;
    }

    /** Takes over all keys of a list whose keys are greater than these. */
    void append(SortedKeys right) {
        System.arraycopy(right.keys, 0, keys, size, right.size);
        size += right.size;
        tighten();
    }

    private void tighten() {
        if (size > 0) {
            share(commonPrefix(keys[0], keys[size - 1], Integer.MAX_VALUE));
        }
    }

    private void share(int bytes) {
        shared = bytes;
        for (int i = 0; i < size; i++) {
            tails[i] = tail(keys[i], bytes);
        }
    }

    private static int commonPrefix(byte[] left, byte[] right, int limit) {
        int length = Math.min(limit, Math.min(left.length, right.length));
        int differs = Arrays.mismatch(left, 0, length, right, 0, length);
        return differs < 0 ? length : differs;
    }

    private static long tail(byte[] key, int from) {
        long bytes = 0;
        if (from + Long.BYTES <= key.length) {
            bytes = (long) BIG_ENDIAN_LONG.get(key, from);
        } else {
            for (int i = 0; i < Long.BYTES; i++) {
                bytes = bytes << Byte.SIZE | (from + i < key.length ? key[from + i] & 0xff : 0);
            }
        }
        return bytes ^ Long.MIN_VALUE;
    }
}
