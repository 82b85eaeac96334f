// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal;

import java.util.Arrays;

/**
 * Where each entry of the log stands in its files, so that one can be read without reading what is before it. Told by the
 * log's writer, asked by the raft thread: thread-safe. 16 bytes an entry.
 */
final class EntryPositions {
    private static final int INITIAL_PLACES = 1_024;

    /** @param crcBefore the running checksum before the entry's record, from which its own goes on */
    record Position(SegmentName segment, long offset, int crcBefore) {}

    private SegmentName[] segments = new SegmentName[INITIAL_PLACES];
    private long[] offsets = new long[INITIAL_PLACES];
    private int[] crcs = new int[INITIAL_PLACES];
    /** The place of {@code firstIndex}. */
    private int start;

    private int count;
    private long firstIndex = 1;
    private SegmentName tail;

    /** The segment that is written from here on. */
    synchronized void tailIs(SegmentName segment) {
        tail = segment;
    }

    /** It is open for writing, under a lock that whoever opens and closes it a second time would give up. */
    synchronized boolean isTail(SegmentName segment) {
        return segment.equals(tail);
    }

    /** An entry was written: the next one, one that replaces all from its index on, or the first behind a snapshot. */
    synchronized void add(long index, SegmentName segment, long offset, int crcBefore) {
        if (index < firstIndex || index > firstIndex + count) {
            start = 0;
            count = 0;
            firstIndex = index;
        }
        count = (int) (index - firstIndex);
        makeRoom();
        int at = start + count;
        segments[at] = segment;
        offsets[at] = offset;
        crcs[at] = crcBefore;
        count++;
    }

    private void makeRoom() {
        if (start + count < offsets.length) {
            return;
        }
        int places = Math.max(INITIAL_PLACES, 2 * count);
        segments = Arrays.copyOfRange(segments, start, start + places);
        offsets = Arrays.copyOfRange(offsets, start, start + places);
        crcs = Arrays.copyOfRange(crcs, start, start + places);
        start = 0;
    }

    /** Nobody asks for entries up to this index any more. */
    synchronized void dropUpTo(long index) {
        int gone = (int) Math.clamp(index - firstIndex + 1, 0, count);
        start += gone;
        count -= gone;
        firstIndex += gone;
    }

    /** Null where the log holds no such entry. */
    synchronized Position of(long index) {
        if (index < firstIndex || index >= firstIndex + count) {
            return null;
        }
        int at = start + (int) (index - firstIndex);
        return new Position(segments[at], offsets[at], crcs[at]);
    }
}
