// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.watch;

import dev.cairn.node.mvcc.RevisionEvents;
import dev.cairn.node.mvcc.RevisionHistory;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.EtcdException;
import java.util.ArrayList;
import java.util.List;

/**
 * The stage that brings watchers to the head. Each run takes some that wait, reads one stretch of history for all of
 * them, from the ring where it reaches back far enough, and sends; who then has everything is synced, the others wait
 * for their next turn. Storage is read without the hub's lock, so neither writes nor synced watchers notice.
 */
public final class CatchUp {
    /** As in etcd: watchers served in one run, and revisions read for them. */
    static final int MAX_WATCHERS = 512;

    static final int MAX_REVISIONS = 1000;

    private final WatchHub hub;
    private final RevisionHistory history;

    CatchUp(WatchHub hub, RevisionHistory history) {
        this.hub = hub;
        this.history = history;
    }

    /** {@code wake} is run, by any thread, when there is work again after {@link #runOnce} found none. */
    public void onWork(Runnable wake) {
        hub.onWork(wake);
    }

    /** Serves one group of watchers; false when there was none. Never waits. */
    public boolean runOnce() {
        List<Watcher> taken;
        Group group;
        synchronized (hub.lock) {
            taken = hub.takeUnsynced(MAX_WATCHERS);
            group = choose(taken);
        }
        if (group != null) {
            serve(group);
        }
        return !taken.isEmpty();
    }

    /** Watchers and the stretch that is read for them; {@code fromRing} is null where storage has to be asked. */
    private record Group(List<Watcher> watchers, long from, long to, List<RevisionEvents> fromRing) {}

    /** Those that the ring can serve, or those that it cannot, whoever waited longest; the others wait on. */
    private Group choose(List<Watcher> taken) {
        long compactRevision = history.compactRevision();
        List<Watcher> inRing = new ArrayList<>();
        List<Watcher> behindRing = new ArrayList<>();
        List<Watcher> chosen = null;
        for (Watcher watcher : taken) {
            if (watcher.nextRevision < compactRevision || watcher.nextRevision > hub.revision()) {
                hub.place(watcher);
                continue;
            }
            List<Watcher> like = hub.ring().reachesBackTo(watcher.nextRevision) ? inRing : behindRing;
            like.add(watcher);
            chosen = chosen == null ? like : chosen;
        }
        if (chosen == null) {
            return null;
        }
        (chosen == inRing ? behindRing : inRing).forEach(hub::fallBehind);
        long from =
                chosen.stream().mapToLong(watcher -> watcher.nextRevision).min().getAsLong();
        long to = hub.revision();
        return new Group(chosen, from, to, chosen == inRing ? hub.ring().slice(from, to, MAX_REVISIONS) : null);
    }

    private void serve(Group group) {
        List<RevisionEvents> revisions = group.fromRing();
        if (revisions == null) {
            try {
                revisions = history.history(group.from(), group.to(), MAX_REVISIONS);
            } catch (EtcdException e) {
                waitForPlace(group, e);
                return;
            }
        }
        long reached = revisions.isEmpty() ? group.to() : revisions.getLast().revision();
        match(group.watchers(), revisions);
        group.watchers().forEach(watcher -> settle(watcher, reached));
    }

    /** A compaction overtook the read; the next turn tells those who are below it. */
    private void waitForPlace(Group group, EtcdException error) {
        if (error.error() != EtcdError.COMPACTED) {
            throw error;
        }
        synchronized (hub.lock) {
            group.watchers().stream()
                    .filter(watcher -> watcher.state != Watcher.State.ENDED)
                    .forEach(hub::fallBehind);
        }
    }

    /** Makes events pending, and their encodings, while nobody waits for it. */
    private void match(List<Watcher> group, List<RevisionEvents> revisions) {
        WatcherIndex index = new WatcherIndex();
        group.forEach(index::add);
        long compactRevision = history.compactRevision();
        for (Watcher watcher : EventMatcher.match(index, revisions).touched()) {
            watcher.pending().forEach(event -> event.bytes(watcher.previousWanted, history, compactRevision));
        }
    }

    private void settle(Watcher watcher, long reached) {
        synchronized (hub.lock) {
            if (watcher.state == Watcher.State.ENDED) {
                return;
            }
            if (!watcher.pending().isEmpty() && !hub.deliver(watcher, hub.delivery())) {
                watcher.stream.park(watcher);
                return;
            }
            watcher.nextRevision = Math.max(watcher.nextRevision, reached + 1);
            hub.place(watcher);
        }
    }
}
