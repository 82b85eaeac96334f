// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.log;

import dev.cairn.node.raft.Entry;
import java.util.List;

/**
 * Bounds the encoded bytes of entries that were handed out for applying and are not yet applied. An entry larger than the
 * bound still goes, alone.
 */
final class ApplyWindow {
    private final long maxBytes;
    private long bytes;
    private boolean paused;

    ApplyWindow(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    long room() {
        return maxBytes - bytes;
    }

    boolean isPaused() {
        return paused;
    }

    /** {@code moreWaits}: the bound cut the batch, so the next entry would not fit either until something is applied. */
    void take(List<Entry> entries, boolean moreWaits) {
        bytes += sizeOf(entries);
        paused = bytes >= maxBytes || moreWaits;
    }

    void release(List<Entry> entries) {
        bytes = Math.max(0, bytes - sizeOf(entries));
        paused = bytes >= maxBytes;
    }

    private static long sizeOf(List<Entry> entries) {
        long size = 0;
        for (Entry entry : entries) {
            size += entry.encodedBytes();
        }
        return size;
    }
}
