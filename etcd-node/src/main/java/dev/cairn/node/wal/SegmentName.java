// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A segment's file name: its place in the sequence, and the raft index that its first entry was expected to have. */
record SegmentName(long sequence, long firstIndex) {
    static final SegmentName FIRST = new SegmentName(0, 0);
    private static final Pattern PATTERN = Pattern.compile("([0-9a-f]{16})-([0-9a-f]{16})\\.wal");

    /** Null if the file is none of the log's. */
    static SegmentName parse(String fileName) {
        Matcher matcher = PATTERN.matcher(fileName);
        return matcher.matches()
                ? new SegmentName(
                        Long.parseUnsignedLong(matcher.group(1), 16), Long.parseUnsignedLong(matcher.group(2), 16))
                : null;
    }

    SegmentName next(long nextFirstIndex) {
        return new SegmentName(sequence + 1, nextFirstIndex);
    }

    String fileName() {
        return String.format("%016x-%016x.wal", sequence, firstIndex);
    }
}
