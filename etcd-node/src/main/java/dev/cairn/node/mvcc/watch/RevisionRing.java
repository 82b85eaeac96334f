// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.watch;

import dev.cairn.node.mvcc.RevisionEvents;
import dev.cairn.node.mvcc.StoredEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * The latest revisions without gaps, in memory, bounded in bytes; the oldest make room. Sizes are estimates: an event
 * counts with its key, its record twice (for the encoding made of it) what the objects around it take, and
 * a value that it replaced as if that were as large; what is known better is told when it is added.
 */
final class RevisionRing {
    static final int EVENT_OVERHEAD_BYTES = 160;
    static final int REVISION_OVERHEAD_BYTES = 64;

    private final long maxBytes;
    private RevisionEvents[] slots = new RevisionEvents[1024];
    private long[] slotBytes = new long[slots.length];
    private int head;
    private int count;
    private long bytes;

    RevisionRing(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** A revision that does not follow the last one starts the ring anew. */
    void add(RevisionEvents revision, long furtherBytes) {
        if (count > 0 && revision.revision() != lastRevision() + 1) {
            clear();
        }
        if (count == slots.length) {
            grow();
        }
        long size = sizeBytes(revision) + furtherBytes;
        slots[slot(count)] = revision;
        slotBytes[slot(count)] = size;
        count++;
        bytes += size;
        while (bytes > maxBytes) {
            removeFirst();
        }
    }

    /** Whether the revisions from {@code revision} on are all here. */
    boolean reachesBackTo(long revision) {
        return count > 0 && slots[head].revision() <= revision;
    }

    /** Revisions from {@code from} to {@code to}, both included, at most {@code max}. Only where the ring reaches back. */
    List<RevisionEvents> slice(long from, long to, int max) {
        long first = slots[head].revision();
        long end = Math.min(Math.min(to, lastRevision()), from + max - 1);
        List<RevisionEvents> slice = new ArrayList<>();
        for (long revision = from; revision <= end; revision++) {
            slice.add(slots[slot((int) (revision - first))]);
        }
        return slice;
    }

    void clear() {
        while (count > 0) {
            removeFirst();
        }
    }

    int size() {
        return count;
    }

    long sizeBytes() {
        return bytes;
    }

    private long lastRevision() {
        return slots[head].revision() + count - 1;
    }

    private void removeFirst() {
        bytes -= slotBytes[head];
        slots[head] = null;
        head = slot(1);
        count--;
    }

    private int slot(int offset) {
        return (head + offset) & (slots.length - 1);
    }

    private void grow() {
        RevisionEvents[] larger = new RevisionEvents[slots.length * 2];
        long[] largerBytes = new long[larger.length];
        for (int i = 0; i < count; i++) {
            larger[i] = slots[slot(i)];
            largerBytes[i] = slotBytes[slot(i)];
        }
        slots = larger;
        slotBytes = largerBytes;
        head = 0;
    }

    static long sizeBytes(RevisionEvents revision) {
        long size = REVISION_OVERHEAD_BYTES;
        for (StoredEvent event : revision.events()) {
            size += EVENT_OVERHEAD_BYTES
                    + event.key().length
                    + (event.previous().isPresent() ? 3L : 2L) * event.keyValue().length;
        }
        return size;
    }
}
