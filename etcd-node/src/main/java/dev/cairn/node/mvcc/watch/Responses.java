// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.watch;

import dev.cairn.node.mvcc.RevisionHistory;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import dev.cairn.node.wire.etcdserverpb.WatchResponse;
import dev.cairn.node.wire.splice.Encoded;
import dev.cairn.node.wire.splice.EncodedMessage;
import dev.cairn.node.wire.splice.EncodedWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Builds what goes to the client. */
final class Responses {
    /** Stands for the stream as a whole, and for a watcher that was refused. */
    static final long NO_WATCHER = -1;

    /** A response is closed at the first revision that takes it here, so that a long history does not become one message. */
    static final int SOFT_LIMIT_BYTES = 1024 * 1024;

    private final LongFunction<ResponseHeader> headers;
    private final int fragmentBytes;

    Responses(LongFunction<ResponseHeader> headers, int fragmentBytes) {
        this.headers = headers;
        this.fragmentBytes = fragmentBytes;
    }

    ResponseHeader header(long revision) {
        return headers.apply(revision);
    }

    Encoded created(long revision, long watchId) {
        return control(revision, watchId).andCreated().done();
    }

    Encoded refused(long revision, String reason) {
        WatchResponse refused = control(revision, NO_WATCHER).andCreated().canceled(reason);
        return new EncodedMessage(refused);
    }

    Encoded canceled(long revision, long watchId) {
        return new EncodedMessage(control(revision, watchId).canceled(""));
    }

    /** Etcd tells no revision here, and no reason beside the compacted revision. */
    Encoded compacted(long watchId, long compactRevision) {
        WatchResponse canceled = control(0, watchId).canceled("");
        return new EncodedMessage(
                canceled.toBuilder().setCompactRevision(compactRevision).build());
    }

    Encoded progress(long revision, long watchId) {
        return control(revision, watchId).done();
    }

    private Control control(long revision, long watchId) {
        return new Control(
                WatchResponse.newBuilder().setHeader(headers.apply(revision)).setWatchId(watchId));
    }

    private record Control(WatchResponse.Builder builder) {
        Control andCreated() {
            builder.setCreated(true);
            return this;
        }

        WatchResponse canceled(String reason) {
            return builder.setCanceled(true).setCancelReason(reason).build();
        }

        Encoded done() {
            return new EncodedMessage(builder.build());
        }
    }

    /**
     * Sends events from {@code start} on: whole revisions, until the soft limit.
     *
     * @return the index of the first event that was not sent
     */
    int send(Watcher watcher, Delivery delivery, List<PendingEvent> pending, int start, RevisionHistory history) {
        List<byte[]> events = new ArrayList<>();
        long bytes = 0;
        int at = start;
        while (at < pending.size()) {
            PendingEvent next = pending.get(at);
            if (bytes >= SOFT_LIMIT_BYTES && next.revision != pending.get(at - 1).revision) {
                break;
            }
            byte[] event = next.bytes(watcher.previousWanted, history, delivery.compactRevision());
            events.add(event);
            bytes += event.length;
            at++;
        }
        EncodedWatch whole = new EncodedWatch(delivery.header(), watcher.id, false, events);
        if (watcher.fragmented && events.size() > 1 && whole.sizeBytes() >= fragmentBytes) {
            sendFragments(watcher, whole);
        } else {
            watcher.stream.send(whole);
        }
        return at;
    }

    /** Each fragment stays below the limit, except where a single event does not. */
    private void sendFragments(Watcher watcher, EncodedWatch whole) {
        int emptyBytes = new EncodedWatch(whole.header(), watcher.id, true, List.of()).sizeBytes();
        List<byte[]> fragment = new ArrayList<>();
        int bytes = emptyBytes;
        for (byte[] event : whole.events()) {
            int eventBytes = new EncodedWatch(null, 0, false, List.of(event)).sizeBytes();
            if (!fragment.isEmpty() && bytes + eventBytes >= fragmentBytes) {
                watcher.stream.send(new EncodedWatch(whole.header(), watcher.id, true, fragment));
                fragment = new ArrayList<>();
                bytes = emptyBytes;
            }
            fragment.add(event);
            bytes += eventBytes;
        }
        watcher.stream.send(new EncodedWatch(whole.header(), watcher.id, false, fragment));
    }
}
