// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer;

import dev.cairn.node.peer.net.PeerRuntime;
import dev.cairn.node.peer.net.UrlPicker;
import dev.cairn.node.raft.Message;
import dev.cairn.node.server.PeerEvents;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the channels to one other member share: who and where it is, since when it is there, and where its messages go. */
final class PeerContact {
    private static final Logger LOG = LoggerFactory.getLogger(PeerContact.class);

    private final long id;
    private final UrlPicker urls;
    private final PeerEvents events;
    private final LongSupplier nanoClock;
    private final AtomicBoolean misdirected = new AtomicBoolean();
    private final Activity activity = new Activity();
    private final PeerCounts counts;

    PeerContact(long id, List<String> peerUrls, PeerEvents events, PeerRuntime runtime, PeerCounts counts) {
        this.counts = counts;
        this.id = id;
        this.urls = new UrlPicker(peerUrls);
        this.events = events;
        this.nanoClock = runtime.nanoClock();
    }

    long id() {
        return id;
    }

    long localId() {
        return events.memberId();
    }

    UrlPicker urls() {
        return urls;
    }

    PeerCounts counts() {
        return counts;
    }

    void received(Message message) {
        if (message.to() == events.memberId()) {
            events.received(message);
        } else if (misdirected.compareAndSet(false, true)) {
            LOG.warn(
                    "member {} sends messages for {}, not for this member {}: dropped",
                    Long.toHexString(id),
                    Long.toHexString(message.to()),
                    Long.toHexString(events.memberId()));
        }
    }

    void unreachable() {
        events.unreachable(id);
    }

    void removedByPeer() {
        events.removedByPeer(id);
    }

    void readerUp() {
        if (activity.up(nanoClock.getAsLong())) {
            counts.active().increment();
        }
    }

    void readerDown(boolean silent) {
        if (activity.down(silent)) {
            counts.active().decrement();
            counts.disconnected().increment();
        }
    }

    void refused() {
        activity.refused();
    }

    long activeSinceNanos() {
        return activity.sinceNanos();
    }
}
