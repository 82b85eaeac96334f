// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.watch;

import dev.cairn.node.invariant.Invariant;
import dev.cairn.node.mvcc.RevisionEvents;
import dev.cairn.node.mvcc.RevisionHistory;
import dev.cairn.node.mvcc.RevisionListener;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * Brings changes to watchers. One lock keeps the order: under it a revision is shown to everybody or to nobody, and
 * whatever tells a client "you have seen everything up to here" is told under it too. It is never held while storage is
 * read for watchers that are behind. A watcher whose connection cannot take its events leaves the synced ones at the
 * first event it missed, and comes back through {@link CatchUp}; so nothing queues up here, and nobody waits for it.
 *
 * <p>The history's two revisions are read under the lock: whoever publishes must not hold what reading them waits for.
 */
public final class WatchHub implements RevisionListener {
    /** Progress of different streams is spread over a tenth of the interval more. */
    private static final int PROGRESS_SPREAD = 16;

    final Object lock = new Object();
    final Responses responses;

    private final RevisionHistory history;
    private final long progressIntervalNanos;
    private final RevisionRing ring;
    private final WatcherIndex synced = new WatcherIndex();
    private final Set<Watcher> unsynced = new LinkedHashSet<>();
    private final Set<WatchStream> streams = new LinkedHashSet<>();
    private final CatchUp catchUp;
    private Runnable wakeCatchUp = () -> {};
    private long revision;
    private long eventsSent;

    /** {@code headers} makes the response header for a revision. */
    public WatchHub(RevisionHistory history, LongFunction<ResponseHeader> headers, WatchSettings settings) {
        this.history = history;
        this.responses = new Responses(headers, settings.fragmentBytes());
        this.progressIntervalNanos = settings.progressIntervalNanos();
        this.ring = new RevisionRing(settings.ringBytes());
        this.revision = history.currentRevision();
        this.catchUp = new CatchUp(this, history);
    }

    /** The stage that serves watchers which are behind. */
    public CatchUp catchUp() {
        return catchUp;
    }

    public WatchStream open(WatchSink sink) {
        WatchStream stream = new WatchStream(this, sink);
        synchronized (lock) {
            streams.add(stream);
        }
        return stream;
    }

    @Override
    public void published(List<RevisionEvents> revisions) {
        synchronized (lock) {
            // What a snapshot brought is known already.
            List<RevisionEvents> fresh = revisions.stream()
                    .filter(each -> each.revision() > revision)
                    .toList();
            if (fresh.isEmpty()) {
                return;
            }
            checkNoGap(fresh);
            if (fresh.getFirst().revision() > revision + 1) {
                jumpTo(fresh.getFirst().revision() - 1);
            }
            EventMatcher matches = EventMatcher.match(synced, fresh);
            revision = fresh.getLast().revision();
            if (!matches.touched().isEmpty()) {
                Delivery delivery = delivery();
                matches.touched().forEach(watcher -> deliverOrPark(watcher, delivery));
            }
            keep(fresh, matches.matched());
        }
    }

    private static void checkNoGap(List<RevisionEvents> revisions) {
        for (int i = 1; i < revisions.size(); i++) {
            long before = revisions.get(i - 1).revision();
            long next = revisions.get(i).revision();
            Invariant.check(next == before + 1, "revision %d is published after revision %d", next, before);
        }
    }

    private void deliverOrPark(Watcher watcher, Delivery delivery) {
        if (!deliver(watcher, delivery)) {
            synced.remove(watcher);
            watcher.stream.park(watcher);
        }
    }

    private void keep(List<RevisionEvents> fresh, List<PendingEvent> matched) {
        long previousBytes = 0;
        for (PendingEvent event : matched) {
            previousBytes += event.previousBytes();
        }
        for (RevisionEvents each : fresh) {
            ring.add(each, each == fresh.getLast() ? previousBytes : 0);
        }
    }

    /** A snapshot took the place of the store: who has not seen its revision yet reads what it left of the history. */
    public void snapshotInstalled() {
        synchronized (lock) {
            ring.clear();
            jumpTo(history.currentRevision());
        }
    }

    private void jumpTo(long newRevision) {
        long head = revision + 1;
        revision = Math.max(revision, newRevision);
        for (WatchStream stream : List.copyOf(streams)) {
            for (Watcher watcher : stream.watchers()) {
                if (watcher.state == Watcher.State.SYNCED) {
                    watcher.nextRevision = Math.max(watcher.nextRevision, head);
                    synced.remove(watcher);
                    place(watcher);
                }
            }
        }
    }

    /** Sends progress that is due, and looks after connections that became ready. Call it every second or so. */
    public void tick(long nowNanos) {
        synchronized (lock) {
            int n = 0;
            for (WatchStream stream : List.copyOf(streams)) {
                long spread = progressIntervalNanos / 10 / PROGRESS_SPREAD * (n++ % PROGRESS_SPREAD);
                stream.tick(nowNanos, progressIntervalNanos + spread);
            }
        }
    }

    public WatchCounts counts() {
        synchronized (lock) {
            int watchers = 0;
            int parked = 0;
            for (WatchStream stream : streams) {
                watchers += stream.watcherCount();
                parked += stream.parkedCount();
            }
            return new WatchCounts(streams.size(), watchers, unsynced.size(), parked, eventsSent, ring.sizeBytes());
        }
    }

    // What follows is for streams and the catch-up stage, under the lock.

    /** The revision up to which everything was shown. */
    long revision() {
        return revision;
    }

    /** What a client that just wrote knows of: readers may see a revision a moment before it is published. */
    long latestRevision() {
        return Math.max(revision, history.currentRevision());
    }

    /** Synced and past its start: everything up to {@link #revision} was sent. */
    boolean isAtHead(Watcher watcher) {
        return watcher.state == Watcher.State.SYNCED && revision >= watcher.startRevision;
    }

    /** Puts a watcher where it belongs by its next revision. */
    void place(Watcher watcher) {
        if (watcher.state == Watcher.State.ENDED) {
            return;
        }
        long compactRevision = history.compactRevision();
        if (watcher.nextRevision < compactRevision) {
            watcher.stream.endCompacted(watcher, compactRevision);
        } else if (watcher.nextRevision > revision) {
            watcher.state = Watcher.State.SYNCED;
            synced.add(watcher);
        } else {
            fallBehind(watcher);
        }
    }

    void fallBehind(Watcher watcher) {
        watcher.state = Watcher.State.UNSYNCED;
        boolean first = unsynced.isEmpty();
        unsynced.add(watcher);
        if (first) {
            wakeCatchUp.run();
        }
    }

    void remove(Watcher watcher) {
        if (watcher.state == Watcher.State.SYNCED) {
            synced.remove(watcher);
        }
        unsynced.remove(watcher);
        watcher.state = Watcher.State.ENDED;
    }

    void forget(WatchStream stream) {
        streams.remove(stream);
    }

    void onWork(Runnable wake) {
        synchronized (lock) {
            wakeCatchUp = wake;
        }
    }

    /** The longest waiting watchers whose connections can take more, with the others parked. */
    List<Watcher> takeUnsynced(int max) {
        List<Watcher> taken = new ArrayList<>();
        var waiting = unsynced.iterator();
        while (waiting.hasNext() && taken.size() < max) {
            Watcher watcher = waiting.next();
            waiting.remove();
            if (watcher.stream.isReady()) {
                taken.add(watcher);
            } else {
                watcher.stream.park(watcher);
            }
        }
        return taken;
    }

    RevisionRing ring() {
        return ring;
    }

    /**
     * Sends what is pending for a watcher. False when its connection fills up in between: the watcher then stands at the
     * first revision that was not sent, and the caller parks it.
     */
    boolean deliver(Watcher watcher, Delivery delivery) {
        List<PendingEvent> pending = watcher.takePending();
        int at = 0;
        Invariant.check(
                pending.isEmpty() || pending.getFirst().revision >= watcher.nextRevision,
                "a watcher that has seen all before %d is told of %d",
                watcher.nextRevision,
                pending.isEmpty() ? 0 : pending.getFirst().revision);
        while (at < pending.size() && watcher.state != Watcher.State.ENDED) {
            if (!watcher.stream.isReady()) {
                watcher.nextRevision = pending.get(at).revision;
                return false;
            }
            int next = responses.send(watcher, delivery, pending, at, history);
            eventsSent += next - at;
            watcher.quiet = false;
            at = next;
        }
        return true;
    }

    /** The revision of a header is that of the hub when events are sent, even where they are old. */
    Delivery delivery() {
        return new Delivery(responses.header(revision), history.compactRevision());
    }
}
