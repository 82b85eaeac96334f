// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer;

import dev.cairn.node.peer.codec.StreamKind;
import dev.cairn.node.peer.net.Handshake;
import dev.cairn.node.peer.net.PeerDialer;
import dev.cairn.node.peer.net.PeerHttp;
import dev.cairn.node.peer.net.UrlPicker;
import dev.cairn.node.raft.Message;
import dev.cairn.node.server.PeerEvents;
import io.netty.channel.EventLoop;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One other member: both streams in both directions, and the pipeline for when there is none. A <i>remote</i>, somebody
 * who is not (yet) a member here, has the pipeline only.
 */
final class Peer {
    private static final Logger LOG = LoggerFactory.getLogger(Peer.class);

    private final long id;
    private final UrlPicker urls;
    private final PeerEvents events;
    private final LongSupplier nanoClock;
    private final Pipeline pipeline;
    private final Map<StreamKind, StreamWriter> writers = new EnumMap<>(StreamKind.class);
    private final Map<StreamKind, StreamReader> readers = new EnumMap<>(StreamKind.class);
    private final AtomicBoolean misdirected = new AtomicBoolean();
    private final Activity activity = new Activity();

    Peer(long id, List<String> peerUrls, PeerEvents events, PeerHttp http, Handshake handshake) {
        this.id = id;
        this.urls = new UrlPicker(peerUrls);
        this.events = events;
        this.nanoClock = http.dialer().runtime().nanoClock();
        this.pipeline = new Pipeline(this, http, handshake);
    }

    /** Opens the streams: a remote becomes a peer. */
    void startStreams(PeerDialer dialer, Handshake handshake) {
        EventLoop loop = dialer.runtime().loops().next();
        for (StreamKind kind : StreamKind.values()) {
            writers.put(kind, new StreamWriter(kind, () -> events.unreachable(id)));
            readers.put(kind, new StreamReader(this, kind, dialer, handshake, loop));
        }
        readers.values().forEach(StreamReader::start);
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

    /** Null for a remote. */
    StreamWriter writer(StreamKind kind) {
        return writers.get(kind);
    }

    /** Queues a message on the best channel there is; {@link #flush} afterwards. */
    void offer(Message message) {
        StreamWriter appends = writers.get(StreamKind.MSG_APP_V2);
        StreamWriter messages = writers.get(StreamKind.MESSAGE);
        boolean taken;
        if (message instanceof Message.App && appends != null && appends.isUp()) {
            taken = appends.offer(message);
        } else if (messages != null && messages.isUp()) {
            taken = messages.offer(message);
        } else {
            taken = pipeline.offer(message);
        }
        if (!taken) {
            events.unreachable(id);
        }
    }

    void flush() {
        for (StreamWriter writer : writers.values()) {
            writer.flush();
        }
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
        activity.up(nanoClock.getAsLong());
    }

    void readerDown(boolean silent) {
        activity.down(silent);
    }

    void refused() {
        activity.refused();
    }

    long activeSinceNanos() {
        return activity.sinceNanos();
    }

    void close() {
        readers.values().forEach(StreamReader::stop);
        writers.values().forEach(StreamWriter::close);
        pipeline.close();
    }
}
