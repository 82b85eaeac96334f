// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.duty;

import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.membership.MembersView;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.PeerClient;
import dev.cairn.node.server.ServerConfig;
import dev.cairn.node.server.stage.Ignored;
import dev.cairn.node.server.stage.LiveFeatures;
import dev.cairn.node.server.stage.Proposer;
import dev.cairn.node.server.stage.RaftLoop;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import dev.cairn.node.wire.membershippb.ClusterVersionSetRequest;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leader keeps the cluster version at the lowest minor of all members: it asks each for its version and raises the
 * cluster's when all answered. It is never lowered here (etcd's version monitor).
 */
public final class ClusterVersions {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterVersions.class);

    private final LiveFeatures live;
    private final RaftLoop loop;
    private final Proposer proposer;
    private final PeerClient peers;
    private final Executor blocking;
    private final ServerConfig config;
    private final long memberId;
    private final AtomicBoolean busy = new AtomicBoolean();

    /** {@code blocking} runs the questions to the peers. */
    public ClusterVersions(
            LiveFeatures live,
            RaftLoop loop,
            Proposer proposer,
            PeerClient peers,
            Executor blocking,
            long memberId,
            ServerConfig config) {
        this.live = live;
        this.loop = loop;
        this.proposer = proposer;
        this.peers = peers;
        this.blocking = blocking;
        this.memberId = memberId;
        this.config = config;
    }

    public void check() {
        if (loop.leadership().isLeader() && busy.compareAndSet(false, true)) {
            blocking.execute(() -> {
                try {
                    decide();
                } catch (RuntimeException e) {
                    LOG.debug("cluster version stays as it is: {}", e.getMessage());
                } finally {
                    busy.set(false);
                }
            });
        }
    }

    private void decide() {
        MembersView view = live.now().members().view();
        MinorVersion lowest = MinorVersion.parse(config.serverVersion());
        for (ClusterMember member : view.members()) {
            if (member.id() != memberId) {
                MinorVersion theirs =
                        MinorVersion.parse(peers.version(member.peerUrls()).server());
                lowest = theirs.compareTo(lowest) < 0 ? theirs : lowest;
            }
        }
        String current = view.clusterVersion();
        if (current == null || MinorVersion.parse(current).compareTo(lowest) < 0) {
            LOG.info("setting the cluster version to {}", lowest);
            proposer.propose(
                    Caller.MEMBER,
                    InternalRaftRequest.newBuilder()
                            .setClusterVersionSet(
                                    ClusterVersionSetRequest.newBuilder().setVer(lowest.toString())),
                    Ignored.reply());
        }
    }
}
