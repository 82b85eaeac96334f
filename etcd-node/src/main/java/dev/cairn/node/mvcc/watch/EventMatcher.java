// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.watch;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.cairn.node.mvcc.RevisionEvents;
import dev.cairn.node.mvcc.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Hands events to the watchers that want them, as pending, and remembers which watchers got some. */
final class EventMatcher implements Consumer<Watcher> {
    private final WatcherIndex index;
    private final List<Watcher> touched = new ArrayList<>();
    private final List<PendingEvent> matched = new ArrayList<>();
    private long revision;
    private StoredEvent event;
    private PendingEvent shared;

    private EventMatcher(WatcherIndex index) {
        this.index = index;
    }

    static EventMatcher match(WatcherIndex index, List<RevisionEvents> revisions) {
        EventMatcher matcher = new EventMatcher(index);
        revisions.forEach(matcher::match);
        return matcher;
    }

    /** The watchers that now have something pending, in the order of their first event. */
    List<Watcher> touched() {
        return touched;
    }

    /** The events that somebody wants. */
    List<PendingEvent> matched() {
        return matched;
    }

    private void match(RevisionEvents events) {
        revision = events.revision();
        for (StoredEvent each : events.events()) {
            event = each;
            shared = null;
            ByteString key = UnsafeByteOperations.unsafeWrap(each.key());
            index.forEachWatching(key, this);
        }
    }

    @Override
    public void accept(Watcher watcher) {
        if (revision < watcher.nextRevision || !watcher.wants(event)) {
            return;
        }
        if (shared == null) {
            shared = new PendingEvent(revision, event);
            matched.add(shared);
        }
        if (watcher.addPending(shared)) {
            touched.add(watcher);
        }
    }
}
