// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.index;

import java.util.Arrays;

/**
 * The keys that a request names by key and range_end, by etcd's rules: no end means the one key, an end of one zero byte
 * means to the end of the key space. An end at or before the start names none.
 *
 * @param to the key behind the last, or null for no bound
 */
public record KeyInterval(byte[] from, byte[] to) {
    public static KeyInterval of(byte[] key, byte[] rangeEnd) {
        if (rangeEnd.length == 0) {
            return new KeyInterval(key, Arrays.copyOf(key, key.length + 1));
        }
        boolean unbounded = rangeEnd.length == 1 && rangeEnd[0] == 0;
        return new KeyInterval(key, unbounded ? null : rangeEnd);
    }

    /** Whether it is {@code key .. key + "\0"}, between which no other key lies. */
    public boolean isOneKey() {
        return to != null
                && to.length == from.length + 1
                && to[from.length] == 0
                && Arrays.equals(from, 0, from.length, to, 0, from.length);
    }

    public boolean isEmpty() {
        return to != null && Arrays.compareUnsigned(from, to) >= 0;
    }
}
