// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.auth;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The union of intervals, those that overlap or touch made one: a range is inside it only as a whole. */
final class PermissionRanges {
    private final NavigableMap<byte[], byte[]> endsByBegin = new TreeMap<>(Arrays::compareUnsigned);

    static PermissionRanges union(List<PermissionRange> intervals) {
        PermissionRanges union = new PermissionRanges();
        intervals.stream()
                .sorted(Comparator.comparing(PermissionRange::begin, Arrays::compareUnsigned))
                .forEach(union::append);
        return union;
    }

    private void append(PermissionRange next) {
        Map.Entry<byte[], byte[]> last = endsByBegin.lastEntry();
        boolean apart = last == null || PermissionRange.compareEnds(last.getValue(), next.begin()) < 0;
        if (apart) {
            endsByBegin.put(next.begin(), next.end());
        } else if (PermissionRange.compareEnds(last.getValue(), next.end()) < 0) {
            endsByBegin.put(last.getKey(), next.end());
        }
    }

    /** Of a range without keys etcd asks for its key alone. */
    boolean contains(PermissionRange asked) {
        Map.Entry<byte[], byte[]> around = endsByBegin.floorEntry(asked.begin());
        if (around == null) {
            return false;
        }
        if (asked.isEmpty()) {
            return PermissionRange.compareEnds(around.getValue(), asked.begin()) > 0;
        }
        return PermissionRange.compareEnds(around.getValue(), asked.end()) >= 0;
    }
}
