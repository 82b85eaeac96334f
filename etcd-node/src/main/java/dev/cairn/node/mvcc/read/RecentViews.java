// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.read;

import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Views of the recent past in which counting and listing cost the same as in the current one. The latest few are kept;
 * a view whose list was cut by a limit is pinned, because the client comes back for its next page at that revision.
 * Views share what did not change between them; what they do not share is bounded in bytes, the oldest give way. Any
 * thread; one publishes.
 */
public final class RecentViews {
    private static final class Pin {
        private final View view;
        private final long copiedBefore;
        private volatile boolean used = true;
        private long lastUseNanos;

        Pin(View view, long copiedBefore) {
            this.view = view;
            this.copiedBefore = copiedBefore;
        }
    }

    /** @param copiedBefore what had been copied in all when it was the current one; it alone keeps what came after */
    private record Recent(View view, long copiedBefore) {}

    private final AtomicReferenceArray<Recent> latest;
    private final ConcurrentSkipListMap<Long, Pin> pinned = new ConcurrentSkipListMap<>();
    private final int pinnedLimit;
    private final long maxBytes;
    private volatile long copiedBytes;
    private int next;

    public RecentViews(int latestLimit, int pinnedLimit, long maxBytes) {
        this.latest = new AtomicReferenceArray<>(Math.max(1, latestLimit));
        this.pinnedLimit = pinnedLimit;
        this.maxBytes = maxBytes;
    }

    /** The view of exactly this revision, or null. */
    public View at(long revision) {
        Pin pin = pinned.get(revision);
        if (pin != null) {
            pin.used = true;
            return pin.view;
        }
        Recent recent = recentAt(revision);
        return recent == null ? null : recent.view();
    }

    private Recent recentAt(long revision) {
        for (int i = 0; i < latest.length(); i++) {
            Recent recent = latest.get(i);
            if (recent != null && recent.view().revision() == revision) {
                return recent;
            }
        }
        return null;
    }

    /** {@code newCopiedBytes}: so much of the view before it does not share with this one. */
    public void published(View view, long newCopiedBytes) {
        long total = copiedBytes + newCopiedBytes;
        copiedBytes = total;
        latest.set(next, new Recent(view, total));
        next = (next + 1) % latest.length();
        if (newCopiedBytes > 0 && maxBytes < total) {
            letGo(total - maxBytes);
        }
    }

    private void letGo(long before) {
        for (int i = 0; i < latest.length(); i++) {
            Recent recent = latest.get(i);
            if (recent != null && recent.copiedBefore() < before) {
                latest.set(i, null);
            }
        }
        pinned.values().removeIf(pin -> pin.copiedBefore < before);
    }

    /** The view will be asked for again; over the limit the oldest goes. */
    public void pin(View view) {
        Recent recent = recentAt(view.revision());
        long copiedBefore = recent == null ? copiedBytes : recent.copiedBefore();
        if (pinnedLimit > 0 && pinned.putIfAbsent(view.revision(), new Pin(view, copiedBefore)) == null) {
            while (pinned.size() > pinnedLimit) {
                pinned.pollFirstEntry();
            }
        }
    }

    /** Lets go of pins that nobody used for so long. */
    public void expire(long nowNanos, long idleNanos) {
        pinned.values().removeIf(pin -> {
            if (pin.used) {
                pin.used = false;
                pin.lastUseNanos = nowNanos;
            }
            return nowNanos - pin.lastUseNanos > idleNanos;
        });
    }

    /** Nobody may read below a compaction any more. */
    public void compacted(long compactRevision) {
        pinned.headMap(compactRevision).clear();
        for (int i = 0; i < latest.length(); i++) {
            Recent recent = latest.get(i);
            if (recent != null && recent.view().revision() < compactRevision) {
                latest.set(i, null);
            }
        }
    }

    public int pinnedCount() {
        return pinned.size();
    }
}
