// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.watch;

import com.google.protobuf.ByteString;
import java.util.Comparator;

/** The keys {@code from <= key < to} in unsigned byte order; a null {@code to} is the end of the key space. */
record WatchedRange(ByteString from, ByteString to) implements Comparable<WatchedRange> {
    private static final ByteString FIRST_KEY = ByteString.copyFrom(new byte[] {0});
    private static final Comparator<ByteString> BYTES = ByteString.unsignedLexicographicalComparator();

    /** Reads key and range_end as etcd does: no key is the first key, no end is one key, a zero byte is no end. */
    static WatchedRange of(ByteString key, ByteString rangeEnd) {
        ByteString from = key.isEmpty() ? FIRST_KEY : key;
        if (rangeEnd.isEmpty()) {
            return new WatchedRange(from, successor(from));
        }
        return new WatchedRange(from, rangeEnd.equals(FIRST_KEY) ? null : rangeEnd);
    }

    private static ByteString successor(ByteString key) {
        return key.concat(FIRST_KEY);
    }

    boolean isEmpty() {
        return to != null && BYTES.compare(from, to) >= 0;
    }

    boolean isSingleKey() {
        return to != null && to.size() == from.size() + 1 && to.byteAt(from.size()) == 0 && to.startsWith(from);
    }

    boolean contains(ByteString key) {
        return BYTES.compare(from, key) <= 0 && endsAfter(to, key);
    }

    /** Whether a range that ends before {@code end} reaches beyond {@code key}. */
    static boolean endsAfter(ByteString end, ByteString key) {
        return end == null || BYTES.compare(end, key) > 0;
    }

    static int compareKeys(ByteString left, ByteString right) {
        return BYTES.compare(left, right);
    }

    static ByteString laterEnd(ByteString left, ByteString right) {
        return left == null || right == null ? null : BYTES.compare(left, right) >= 0 ? left : right;
    }

    @Override
    public int compareTo(WatchedRange other) {
        int byStart = BYTES.compare(from, other.from);
        if (byStart != 0 || to == other.to) {
            return byStart;
        }
        return to == null ? 1 : other.to == null ? -1 : BYTES.compare(to, other.to);
    }
}
