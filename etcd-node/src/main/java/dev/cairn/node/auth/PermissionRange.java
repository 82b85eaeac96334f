// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.auth;

import com.google.protobuf.ByteString;
import java.util.Arrays;

/**
 * The keys from {@code begin} until before {@code end}, or all from there on where {@code end} is null. Made of etcd's
 * pairs: no range end is the one key, a range end of one zero byte is open.
 */
record PermissionRange(byte[] begin, byte[] end) {
    static PermissionRange of(ByteString key, ByteString rangeEnd) {
        byte[] begin = key.toByteArray();
        if (rangeEnd.isEmpty()) {
            return new PermissionRange(begin, Arrays.copyOf(begin, begin.length + 1));
        }
        return new PermissionRange(begin, isOpen(rangeEnd) ? null : rangeEnd.toByteArray());
    }

    /** Whether a permission may name it: some key, and an end behind it. */
    static boolean isValid(ByteString key, ByteString rangeEnd) {
        return !key.isEmpty() && (rangeEnd.isEmpty() || !of(key, rangeEnd).isEmpty());
    }

    private static boolean isOpen(ByteString rangeEnd) {
        return rangeEnd.size() == 1 && rangeEnd.byteAt(0) == 0;
    }

    /** No key is in it: its end is not behind its begin. */
    boolean isEmpty() {
        return end != null && Arrays.compareUnsigned(begin, end) >= 0;
    }

    /** By their ends; null is behind all. */
    static int compareEnds(byte[] one, byte[] other) {
        if (one == null || other == null) {
            return Boolean.compare(one == null, other == null);
        }
        return Arrays.compareUnsigned(one, other);
    }
}
