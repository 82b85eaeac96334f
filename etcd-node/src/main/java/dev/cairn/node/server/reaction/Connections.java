// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.reaction;

import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.membership.MembersView;
import dev.cairn.node.server.PeerTransport;
import dev.cairn.node.server.stage.LiveFeatures;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the transport connected to whoever is a member, and stops this member when it no longer is one. */
public final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final LiveFeatures live;
    private final PeerTransport transport;
    private final long selfId;
    private final Runnable onRemoved;

    public Connections(LiveFeatures live, PeerTransport transport, long selfId, Runnable onRemoved) {
        this.live = live;
        this.transport = transport;
        this.selfId = selfId;
        this.onRemoved = onRemoved;
    }

    public void open(List<ClusterMember> members) {
        for (ClusterMember member : members) {
            if (member.id() != selfId) {
                transport.addPeer(member.id(), member.peerUrls());
            }
        }
    }

    /** A change of this member was applied. */
    void changed(long id) {
        follow(id, live.now().members().view());
    }

    /** All of them may have changed. */
    void replaced() {
        MembersView view = live.now().members().view();
        view.members().forEach(member -> follow(member.id(), view));
        view.removedIds().forEach(id -> follow(id, view));
    }

    private void follow(long id, MembersView view) {
        boolean self = id == selfId;
        ClusterMember member = view.member(id);
        if (member != null && !self) {
            transport.addPeer(id, member.peerUrls());
        } else if (view.isRemoved(id) && self) {
            LOG.warn("this member was removed from the cluster and stops");
            onRemoved.run();
        } else if (view.isRemoved(id)) {
            transport.removePeer(id);
        }
    }
}
