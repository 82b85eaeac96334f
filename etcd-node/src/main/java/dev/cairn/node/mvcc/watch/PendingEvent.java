// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.watch;

import dev.cairn.node.mvcc.RevisionHistory;
import dev.cairn.node.mvcc.StoredEvent;

/** An event on its way to watchers; one object for all of them. */
final class PendingEvent {
    final long revision;
    private final StoredEvent event;
    private int previousBytes;

    PendingEvent(long revision, StoredEvent event) {
        this.revision = revision;
        this.event = event;
    }

    /** The encoded Event. */
    byte[] bytes(boolean previousWanted, RevisionHistory history, long compactRevision) {
        // As etcd, which reads the value before at the revision before: no longer there once that was compacted.
        if (!previousWanted || revision - 1 < compactRevision) {
            return event.encoded();
        }
        byte[] bytes = event.encodedWithPrevious(history);
        previousBytes = bytes.length;
        return bytes;
    }

    /** What the event holds in memory since somebody wanted the value that it replaced, about. */
    int previousBytes() {
        return previousBytes;
    }
}
