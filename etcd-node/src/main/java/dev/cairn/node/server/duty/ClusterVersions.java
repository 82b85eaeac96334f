// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.duty;

import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.membership.DowngradeInfo;
import dev.cairn.node.membership.MembersView;
import dev.cairn.node.membership.MinorVersion;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.PeerClient;
import dev.cairn.node.server.ServerConfig;
import dev.cairn.node.server.stage.Ignored;
import dev.cairn.node.server.stage.LiveFeatures;
import dev.cairn.node.server.stage.Proposer;
import dev.cairn.node.server.stage.RaftLoop;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import dev.cairn.node.wire.membershippb.ClusterVersionSetRequest;
import dev.cairn.node.wire.membershippb.DowngradeInfoSetRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leader keeps the cluster version at the lowest minor of all members: it asks each for its version and raises the
 * cluster's when all answered. Only a downgrade lowers it, to its target and before the members follow; it ends when all of
 * them run that (etcd's version monitor).
 */
public final class ClusterVersions {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterVersions.class);

    /** As etcd, where nobody knows what all of them run. */
    private static final MinorVersion LOWEST = new MinorVersion(3, 0);

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
        asLeader(this::decide);
    }

    /** {@code --downgrade-check-time} has passed. */
    public void checkDowngrade() {
        if (view().downgrade().enabled()) {
            asLeader(this::endDowngrade);
        }
    }

    private void asLeader(Runnable work) {
        if (loop.leadership().isLeader() && busy.compareAndSet(false, true)) {
            blocking.execute(() -> {
                try {
                    work.run();
                } finally {
                    busy.set(false);
                }
            });
        }
    }

    private void decide() {
        MembersView view = view();
        MinorVersion current = view.clusterVersion() == null ? null : MinorVersion.parse(view.clusterVersion());
        next(current, view.downgrade(), running(view)).ifPresent(next -> {
            if (current == null) {
                LOG.info("setting up the initial cluster version {}", next);
            } else {
                LOG.info("updating the cluster version from {} to {}", current, next);
            }
            propose(InternalRaftRequest.newBuilder()
                    .setClusterVersionSet(ClusterVersionSetRequest.newBuilder().setVer(next.toString())));
        });
    }

    /**
     * What the cluster version is to become, if it is to change.
     *
     * @param current null before the first decision
     * @param running the members' versions; none where one of them did not tell its own
     */
    static Optional<MinorVersion> next(MinorVersion current, DowngradeInfo downgrade, List<MinorVersion> running) {
        if (running.isEmpty()) {
            return current == null ? Optional.of(LOWEST) : Optional.empty();
        }
        MinorVersion lowest = Collections.min(running);
        if (current == null) {
            return Optional.of(lowest);
        }
        if (!downgrade.enabled()) {
            return current.compareTo(lowest) < 0 ? Optional.of(lowest) : Optional.empty();
        }
        MinorVersion target = MinorVersion.parse(downgrade.targetVersion());
        if (target.equals(current)) {
            return Optional.empty();
        }
        for (MinorVersion from : List.of(current, lowest)) {
            if (!target.equals(from.below())) {
                LOG.error("invalid downgrade target: {} from {}", target, from);
                return Optional.empty();
            }
        }
        return Optional.of(target);
    }

    private void endDowngrade() {
        MembersView view = view();
        MinorVersion target = MinorVersion.parse(view.downgrade().targetVersion());
        List<MinorVersion> running = running(view);
        if (!running.isEmpty() && running.stream().allMatch(target::equals)) {
            LOG.info("the cluster has been downgraded to {}", target);
            propose(InternalRaftRequest.newBuilder().setDowngradeInfoSet(DowngradeInfoSetRequest.getDefaultInstance()));
        }
    }

    /** Of all members; none where one of them does not tell. */
    private List<MinorVersion> running(MembersView view) {
        List<MinorVersion> versions = new ArrayList<>(List.of(MinorVersion.parse(config.serverVersion())));
        try {
            for (ClusterMember member : view.members()) {
                if (member.id() != memberId) {
                    versions.add(
                            MinorVersion.parse(peers.version(member.peerUrls()).server()));
                }
            }
        } catch (RuntimeException silent) {
            LOG.debug("a member does not tell its version: {}", silent.getMessage());
            return List.of();
        }
        return versions;
    }

    private MembersView view() {
        return live.now().members().view();
    }

    private void propose(InternalRaftRequest.Builder request) {
        proposer.propose(Caller.MEMBER, request, Ignored.reply());
    }
}
