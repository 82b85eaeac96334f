// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer;

import dev.cairn.node.figures.PeerFigures;
import dev.cairn.node.peer.codec.StreamKind;
import dev.cairn.node.peer.net.Handshake;
import dev.cairn.node.peer.net.PeerDialer;
import dev.cairn.node.peer.net.PeerHttp;
import dev.cairn.node.raft.Message;
import dev.cairn.node.server.PeerEvents;
import io.netty.channel.EventLoop;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One other member: both streams in both directions, and the pipeline for when there is none. A <i>remote</i>, somebody
 * who is not (yet) a member here, has the pipeline only.
 */
final class Peer {
    private final PeerContact contact;
    private final PeerHttp http;
    private final Pipeline pipeline;
    private final Map<StreamKind, StreamWriter> writers = new EnumMap<>(StreamKind.class);
    private final Map<StreamKind, StreamReader> readers = new EnumMap<>(StreamKind.class);
    private Probe probe;

    /** {@code figures}: what is counted of it, and told where they are the member's. */
    Peer(long id, List<String> peerUrls, PeerEvents events, PeerHttp http, Handshake handshake, PeerFigures figures) {
        this.http = http;
        this.contact = new PeerContact(id, peerUrls, events, http.dialer().runtime(), PeerCounts.of(figures, id));
        this.pipeline = new Pipeline(contact, http, handshake);
    }

    /** Opens the streams: a remote becomes a peer. */
    void startStreams(PeerDialer dialer, Handshake handshake) {
        EventLoop loop = dialer.runtime().loops().next();
        for (StreamKind kind : StreamKind.values()) {
            writers.put(
                    kind,
                    new StreamWriter(
                            kind, contact::unreachable, contact.counts().sentBytes()));
            readers.put(kind, new StreamReader(contact, kind, dialer, handshake, loop));
        }
        readers.values().forEach(StreamReader::start);
        probe = new Probe(contact, http, handshake, loop);
        probe.start();
    }

    PeerContact contact() {
        return contact;
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
            contact.counts().sentFailures().increment();
            contact.unreachable();
        }
    }

    void flush() {
        for (StreamWriter writer : writers.values()) {
            writer.flush();
        }
    }

    void close() {
        if (probe != null) {
            probe.stop();
        }
        readers.values().forEach(StreamReader::stop);
        writers.values().forEach(StreamWriter::close);
        pipeline.close();
    }
}
