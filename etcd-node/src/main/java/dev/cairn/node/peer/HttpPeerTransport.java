// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer;

import dev.cairn.node.figures.PeerFigures;
import dev.cairn.node.peer.net.Handshake;
import dev.cairn.node.peer.net.PeerDialer;
import dev.cairn.node.peer.net.PeerHttp;
import dev.cairn.node.peer.net.PeerPortException;
import dev.cairn.node.peer.net.PeerRuntime;
import dev.cairn.node.peer.net.PeerSettings;
import dev.cairn.node.raft.Message;
import dev.cairn.node.server.Maintenance;
import dev.cairn.node.server.PeerEvents;
import dev.cairn.node.server.PeerTransport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The members we talk to, over etcd's HTTP streams. */
public final class HttpPeerTransport implements PeerTransport {
    private static final Logger LOG = LoggerFactory.getLogger(HttpPeerTransport.class);

    private final PeerEvents events;
    private final PeerDialer dialer;
    private final PeerHttp http;
    private final Handshake handshake;
    private final SnapshotSender snapshots;
    private final ConcurrentMap<Long, Peer> peers = new ConcurrentHashMap<>();
    /** Not members here, yet they sent us something: what we answer goes by the pipeline. */
    private final ConcurrentMap<Long, Peer> remotes = new ConcurrentHashMap<>();

    private volatile boolean closed;

    public HttpPeerTransport(PeerSettings settings, PeerRuntime runtime, PeerEvents events) {
        this.events = events;
        this.dialer = new PeerDialer(settings, runtime);
        this.http = new PeerHttp(dialer);
        this.handshake = new Handshake(settings, events);
        this.snapshots = new SnapshotSender(dialer, handshake, events);
    }

    @Override
    public void send(List<Message> messages) {
        for (Message message : messages) {
            Peer peer = peer(message.to());
            if (peer == null) {
                continue;
            }
            if (message instanceof Message.Snap) {
                throw new IllegalArgumentException("MsgSnap needs its image: sendSnapshot");
            }
            peer.offer(message);
        }
        for (Peer peer : peers.values()) {
            peer.flush();
        }
    }

    @Override
    public void sendSnapshot(Message.Snap message, Maintenance.DbSnapshot image) {
        Peer peer = peer(message.to());
        if (peer == null) {
            image.close();
            events.snapshotSent(message.to(), false);
            return;
        }
        snapshots.send(peer.contact(), message, image);
    }

    @Override
    public void addPeer(long id, List<String> peerUrls) {
        if (closed || id == events.memberId()) {
            return;
        }
        Peer known = peers.get(id);
        if (known != null) {
            known.contact().urls().replace(peerUrls);
            return;
        }
        Peer peer =
                new Peer(id, peerUrls, events, http, handshake, dialer.runtime().figures());
        peer.startStreams(dialer, handshake);
        peers.put(id, peer);
        close(remotes.remove(id));
    }

    @Override
    public void removePeer(long id) {
        close(peers.remove(id));
        close(remotes.remove(id));
    }

    @Override
    public long activeSinceNanos(long id) {
        Peer peer = peers.get(id);
        return peer == null ? 0 : peer.contact().activeSinceNanos();
    }

    @Override
    public void close() {
        closed = true;
        for (Map<Long, Peer> each : List.of(peers, remotes)) {
            each.values().forEach(Peer::close);
            each.clear();
        }
        http.close();
    }

    Handshake handshake() {
        return handshake;
    }

    PeerEvents events() {
        return events;
    }

    /** Null unless the id is a member here. */
    Peer member(long id) {
        return peers.get(id);
    }

    /** Somebody asked us something: unless we know them we shall answer to the URLs they named. */
    void addRemote(long id, List<String> peerUrls) {
        if (!closed && !peerUrls.isEmpty() && !peers.containsKey(id) && !events.isRemoved(id)) {
            try {
                // Its figures are nobody's: who is no member does not get to name one.
                remotes.computeIfAbsent(
                        id, each -> new Peer(each, peerUrls, events, http, handshake, new PeerFigures()));
            } catch (PeerPortException e) {
                LOG.warn("member {} names URLs that cannot be used: {}", Long.toHexString(id), e.getMessage());
            }
        }
    }

    private Peer peer(long id) {
        Peer peer = peers.get(id);
        return peer == null ? remotes.get(id) : peer;
    }

    private static void close(Peer peer) {
        if (peer != null) {
            peer.close();
        }
    }
}
