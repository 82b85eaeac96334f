// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.watch;

import dev.cairn.node.mvcc.StoredEvent;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest.FilterType;
import dev.cairn.node.wire.splice.Encoded;
import java.util.ArrayList;
import java.util.List;

/**
 * One watcher of a stream. Changed under the hub's lock; {@code pending} belongs to whoever serves the watcher: the apply
 * thread while it is synced, otherwise the catch-up stage.
 */
final class Watcher {
    /** Where a watcher stands. */
    enum State {
        /** At the head, or waiting for a future revision: served as changes are published. */
        SYNCED,
        /** Behind: waiting for the catch-up stage, or in its hands. */
        UNSYNCED,
        /** A victim: behind, and its connection cannot take more now. */
        PARKED,
        /** Gets nothing any more. */
        ENDED
    }

    /** The stream that a watcher is of, as far as whoever serves it needs that. Under the hub's lock. */
    abstract static class Stream {
        /** Its connection can take more. */
        abstract boolean isReady();

        /** A connection that fails ends its stream; it must not end the write that brought the news. */
        abstract void send(Encoded response);

        /** Its connection is full: it waits until that can take more. */
        abstract void park(Watcher watcher);

        /** The history that the watcher needs is gone. */
        abstract void endCompacted(Watcher watcher, long compactRevision);
    }

    final Stream stream;
    final long id;
    final WatchedRange range;
    /** Progress is told from here on. */
    final long startRevision;

    final boolean previousWanted;
    final boolean fragmented;
    final boolean progressWanted;
    private final boolean putsWanted;
    private final boolean deletesWanted;

    State state = State.SYNCED;
    /** Everything below was sent. While synced this moves with the hub's revision and is written down only on leaving. */
    long nextRevision;

    /** Nothing was sent since the last round of progress. */
    boolean quiet = true;

    private List<PendingEvent> pending = new ArrayList<>(1);

    Watcher(Stream stream, long id, WatchedRange range, WatchCreateRequest request, long startRevision) {
        this.stream = stream;
        this.id = id;
        this.range = range;
        this.startRevision = startRevision;
        this.previousWanted = request.getPrevKv();
        this.fragmented = request.getFragment();
        this.progressWanted = request.getProgressNotify();
        this.putsWanted = !request.getFiltersList().contains(FilterType.NOPUT);
        this.deletesWanted = !request.getFiltersList().contains(FilterType.NODELETE);
    }

    boolean wants(StoredEvent event) {
        return event.isDelete() ? deletesWanted : putsWanted;
    }

    /** True for the first one since the last {@link #takePending}. */
    boolean addPending(PendingEvent event) {
        pending.add(event);
        return pending.size() == 1;
    }

    List<PendingEvent> pending() {
        return pending;
    }

    List<PendingEvent> takePending() {
        List<PendingEvent> taken = pending;
        pending = new ArrayList<>(1);
        return taken;
    }
}
