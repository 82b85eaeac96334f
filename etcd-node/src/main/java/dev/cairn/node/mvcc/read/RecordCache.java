// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.read;

import dev.cairn.node.mvcc.index.KeyEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * The latest records in memory, bounded in bytes; the bound moves, since it is what others leave. A record hangs on its
 * index entry, so a reader that has found the key has found the record, and takes no lock. What is evicted is chosen by
 * the clock algorithm: a hand goes round and takes what nobody asked for since it last came by.
 */
public final class RecordCache {
    /** An array's header, the ring's place and rounding. */
    private static final int OVERHEAD_BYTES = 32;

    /** How many the hand may pass over before it takes one anyway: bounds the time under the lock. */
    private static final int SPARED_LIMIT = 16;

    private static final int EMPTY_PLACES_LIMIT = 1_024;

    private long capacityBytes;
    private final List<KeyEntry> ring = new ArrayList<>();
    private int hand;
    private int held;
    private long bytes;

    public RecordCache(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /** Takes over records that hang on their entries already: those of a batch just published. */
    public synchronized void adopt(List<KeyEntry> entries, long newCapacityBytes) {
        resize(newCapacityBytes);
        for (KeyEntry entry : entries) {
            if (entry.record() != null) {
                place(entry);
            }
        }
    }

    /** From here on there is room for so many bytes. */
    public synchronized void resize(long newCapacityBytes) {
        capacityBytes = newCapacityBytes;
        evictExcess();
    }

    /** What is kept takes so many bytes; about, for any thread. */
    public synchronized long bytes() {
        return bytes;
    }

    /** Keeps records that were just read for their entries. */
    public synchronized void keep(List<KeyEntry> entries, List<byte[]> records) {
        for (int i = 0; i < entries.size(); i++) {
            keep(entries.get(i), records.get(i));
        }
    }

    /** Keeps a record that was just read for its entry. */
    public synchronized void keep(KeyEntry entry, byte[] record) {
        if (entry.record() == null && cost(entry) <= capacityBytes) {
            entry.keepRecord(record);
            place(entry);
        }
    }

    /** A head was replaced: only readers of the past will ask for it. Its place is cleared later. */
    public synchronized void retire(KeyEntry entry) {
        if (entry.record() != null) {
            release(entry);
        }
    }

    /** Places taken, those of released records included. */
    synchronized int places() {
        return ring.size();
    }

    private void place(KeyEntry entry) {
        ring.add(entry);
        held++;
        bytes += cost(entry);
        evictExcess();
        if (ring.size() > 2 * held + EMPTY_PLACES_LIMIT) {
            ring.removeIf(each -> each.record() == null);
        }
    }

    private void evictExcess() {
        while (bytes > capacityBytes) {
            evictOne();
        }
    }

    private void evictOne() {
        int spared = 0;
        while (true) {
            // the last place is the newest record's: it must outlive its own arrival
            if (hand >= ring.size() - 1) {
                hand = 0;
            }
            KeyEntry candidate = ring.get(hand);
            boolean isHeld = candidate.record() != null;
            if (isHeld && candidate.isTouched() && spared < SPARED_LIMIT) {
                candidate.touch(false);
                spared++;
                hand++;
                continue;
            }
            KeyEntry last = ring.removeLast();
            if (last != candidate) {
                ring.set(hand, last);
                hand++;
            }
            if (isHeld) {
                release(candidate);
                return;
            }
        }
    }

    private void release(KeyEntry entry) {
        entry.keepRecord(null);
        held--;
        bytes -= cost(entry);
    }

    private static long cost(KeyEntry entry) {
        return entry.recordBytes() + OVERHEAD_BYTES;
    }
}
