// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.read;

import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Views of the recent past in which counting and listing cost the same as in the current one. The latest few are kept in
 * any case; a view whose list was cut by a limit is pinned, because the client comes back for its next page at that
 * revision. Views share what did not change between them. Any thread; one publishes.
 */
public final class RecentViews {
    private static final class Pin {
        private final View view;
        private volatile boolean used = true;
        private long lastUseNanos;

        Pin(View view) {
            this.view = view;
        }
    }

    private final AtomicReferenceArray<View> latest;
    private final ConcurrentSkipListMap<Long, Pin> pinned = new ConcurrentSkipListMap<>();
    private final int pinnedLimit;
    private int next;

    public RecentViews(int latestLimit, int pinnedLimit) {
        this.latest = new AtomicReferenceArray<>(Math.max(1, latestLimit));
        this.pinnedLimit = pinnedLimit;
    }

    /** The view of exactly this revision, or null. */
    public View at(long revision) {
        Pin pin = pinned.get(revision);
        if (pin != null) {
            pin.used = true;
            return pin.view;
        }
        for (int i = 0; i < latest.length(); i++) {
            View view = latest.get(i);
            if (view != null && view.revision() == revision) {
                return view;
            }
        }
        return null;
    }

    public void published(View view) {
        latest.set(next, view);
        next = (next + 1) % latest.length();
    }

    /** The view will be asked for again; over the limit the oldest goes. */
    public void pin(View view) {
        if (pinnedLimit > 0 && pinned.putIfAbsent(view.revision(), new Pin(view)) == null) {
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
            View view = latest.get(i);
            if (view != null && view.revision() < compactRevision) {
                latest.set(i, null);
            }
        }
    }

    public int pinnedCount() {
        return pinned.size();
    }
}
