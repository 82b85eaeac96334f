// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.codec.MessageCodec;
import dev.cairn.node.raft.Message;
import dev.cairn.node.server.Maintenance;
import dev.cairn.node.server.PeerEvents;
import dev.cairn.node.server.PeerTransport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A member's way to its peers: messages leave as the bytes of etcd's encoding and are decoded where they arrive. */
final class SimTransport implements PeerTransport {
    private final SimCluster cluster;
    private final SimMember member;
    private final PeerEvents side;
    private final Set<Long> peers = new TreeSet<>();

    SimTransport(SimCluster cluster, SimMember member, PeerEvents side) {
        this.cluster = cluster;
        this.member = member;
        this.side = side;
    }

    PeerEvents side() {
        return side;
    }

    @Override
    public void send(List<Message> messages) {
        for (Message message : messages) {
            if (peers.contains(message.to())) {
                cluster.send(member.id(), message, new Packet(message, null));
            }
        }
    }

    @Override
    public void sendSnapshot(Message.Snap message, Maintenance.DbSnapshot image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (image) {
            image.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cluster.send(member.id(), message, new Packet(message, bytes.toByteArray()));
    }

    /** A packet came in; false when it could not be taken to its end. */
    boolean receive(long from, Packet packet) {
        if (!side.isRemoved(from)) {
            // a handshake names the sender's URLs, so that one who is behind can answer members it does not know yet
            peers.add(from);
        }
        try {
            Message message = MessageCodec.decode(packet.message());
            if (message instanceof Message.Snap snap) {
                side.receivedSnapshot(snap, body(packet.image()));
            } else {
                side.received(message);
            }
            return true;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a message that was sent cannot be read", e);
        } catch (IOException interrupted) {
            return false;
        }
    }

    /** A member keeps asking its peers for their streams, and is told by them when it was removed. */
    void dial() {
        for (long peer : peers) {
            SimMember other = cluster.member(peer);
            if (other != null
                    && cluster.canTalk(member, other)
                    && other.transport().side().isRemoved(member.id())) {
                side.removedByPeer(peer);
            }
        }
    }

    private InputStream body(byte[] image) {
        if (cluster.random().nextInt(4) > 0 || !cluster.isFaulty()) {
            return new ByteArrayInputStream(image);
        }
        member.saw("snapshot-install", "interrupted");
        return new BrokenStream(image, cluster.random().nextInt(image.length));
    }

    @Override
    public void addPeer(long id, List<String> peerUrls) {
        peers.add(id);
    }

    @Override
    public void removePeer(long id) {
        peers.remove(id);
    }

    @Override
    public long activeSinceNanos(long id) {
        return cluster.connectedSinceMillis(member.id(), id)
                .map(millis -> member.nanosAt(millis))
                .orElse(0L);
    }

    @Override
    public void close() {
        peers.clear();
    }
}
