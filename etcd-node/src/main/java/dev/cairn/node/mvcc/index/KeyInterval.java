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

    public boolean isEmpty() {
        return to != null && Arrays.compareUnsigned(from, to) >= 0;
    }
}
