// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.member;

import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.raft.core.RaftNode;
import dev.cairn.node.server.PeerClient;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.duty.AttributePublisher;
import dev.cairn.node.server.duty.AutoCompaction;
import dev.cairn.node.server.duty.ClusterVersions;
import dev.cairn.node.server.duty.LeaseExpiry;
import dev.cairn.node.server.stage.ConfirmedLeadership;
import dev.cairn.node.server.stage.Ignored;
import dev.cairn.node.server.stage.Leadership;
import dev.cairn.node.server.stage.Proposer;
import dev.cairn.node.server.stage.Stage;
import dev.cairn.node.wire.etcdserverpb.CompactionRequest;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseRevokeRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a member does by itself: when time passes, when leadership changes, when a term's first entry commits. */
final class Duties {
    private static final Logger LOG = LoggerFactory.getLogger(Duties.class);
    private static final long HALF_SECOND_MILLIS = 500;
    private static final long VERSION_CHECK_MILLIS = 4_000;
    /** A client that pages through a list takes its next page sooner than this. */
    private static final long IDLE_VIEW_NANOS = 60_000_000_000L;

    private final EtcdServer server;
    private final LeaseExpiry leases;
    private final AttributePublisher attributes;
    private final ClusterVersions versions;
    private final AutoCompaction compaction;
    private final Proposer proposer;
    private final List<Stage> stages;
    private long ticks;

    Duties(EtcdServer server, Proposer proposer, PeerClient peers) {
        this.server = server;
        this.proposer = proposer;
        this.compaction = new AutoCompaction(server.config().autoCompaction());
        this.leases = new LeaseExpiry(
                server.live(),
                server.loop()::leadership,
                new ConfirmedLeadership(server.reads(), server.loop()::leadership),
                this::proposeRevoke,
                server.lent().nanos());
        long memberId = server.recovered().memberId();
        this.attributes = new AttributePublisher(server.live(), proposer, server.config(), memberId);
        this.versions = new ClusterVersions(
                server.live(), server.loop(), proposer, peers, server.lent().blocking(), memberId, server.config());
        this.stages = List.of(new CatchUpStage(server.hub()));
    }

    List<Stage> stages() {
        return stages;
    }

    boolean isReadyToServe() {
        return attributes.isPublished();
    }

    /** Where nobody else could lead, waiting for an election timeout only costs time. */
    void start(boolean alone) {
        if (alone && server.config().initialElectionTickAdvance()) {
            server.loop().run(core -> {
                for (int i = 0; i < server.config().electionTicks() - 1; i++) {
                    core.tick();
                }
            });
        }
        server.loop().run(this::campaignIfAlone);
    }

    void campaignIfAlone(RaftNode core) {
        var status = core.status();
        boolean alone = status.confState().voters().equals(List.of(status.id()))
                && status.confState().votersOutgoing().isEmpty();
        if (alone && status.leader() == 0) {
            core.campaign();
        }
    }

    void tick() {
        ticks++;
        server.proposals().expire();
        server.reads().tick();
        server.services().handOver().tick();
        server.services().leader().tick();
        server.flusher().check();
        if (isEvery(HALF_SECOND_MILLIS)) {
            leases.tick();
            attributes.tick();
            compact();
        }
        if (isEvery(Math.min(HALF_SECOND_MILLIS, server.config().watchProgressMillis() / 10))) {
            server.hub().tick(server.lent().nanos().getAsLong());
        }
        if (isEvery(VERSION_CHECK_MILLIS)) {
            versions.check();
            server.live().now().mvcc().releaseIdleViews(server.lent().nanos().getAsLong(), IDLE_VIEW_NANOS);
        }
    }

    private void compact() {
        if (!server.loop().leadership().isLeader()) {
            compaction.pause();
            return;
        }
        long revision = server.live().now().mvcc().currentRevision();
        compaction.due(server.lent().nanos().getAsLong(), revision).ifPresent(at -> {
            LOG.info("compacting at revision {}", at);
            CompactionRequest request =
                    CompactionRequest.newBuilder().setRevision(at).build();
            proposer.propose(InternalRaftRequest.newBuilder().setCompaction(request), Ignored.reply());
        });
    }

    private void proposeRevoke(long term, long lease) {
        LeaseRevokeRequest revoke = LeaseRevokeRequest.newBuilder().setID(lease).build();
        proposer.proposeAsLeader(term, InternalRaftRequest.newBuilder().setLeaseRevoke(revoke));
    }

    private boolean isEvery(long millis) {
        long every = Math.max(1, millis / server.config().heartbeatMillis());
        return ticks % every == 0;
    }

    void leadershipChanged(Leadership now, Leadership before) {
        if (before.leader() != 0 && now.leader() != before.leader()) {
            server.proposals().leaderLost();
        }
        if (now.leader() != before.leader()) {
            LOG.info(
                    "leader changed from {} to {} at term {}",
                    Long.toHexString(before.leader()),
                    Long.toHexString(now.leader()),
                    now.term());
            server.reads().restart();
            server.measures().leaderChanged();
        }
        if (!now.isLeader()) {
            server.live().now().lessor().demote();
        }
        server.services().handOver().leadershipChanged(now);
    }

    /** A leader may decide about leases from here on: everything of the terms before is applied (etcd: first commit in term). */
    void firstInTerm(long term) {
        Leadership now = server.loop().leadership();
        if (now.isLeader() && now.term() == term) {
            server.live()
                    .now()
                    .lessor()
                    .promote(server.lent().nanos().getAsLong(), server.config().electionTimeoutNanos());
            versions.check();
        }
        attributes.tick();
        server.reads().restart();
    }

    void handOver(Reply<Void> reply) {
        Leadership now = server.loop().leadership();
        Optional<ClusterMember> successor = server.live().now().members().view().voters().stream()
                .filter(voter -> voter.id() != server.recovered().memberId())
                .filter(voter -> server.transport().activeSinceNanos(voter.id()) != 0)
                .min(Comparator.comparingLong(
                        voter -> server.services().activity().connectedSince(voter.id())));
        if (!now.isLeader() || successor.isEmpty()) {
            reply.done(null);
            return;
        }
        LOG.info(
                "handing leadership over to {}",
                Long.toHexString(successor.get().id()));
        server.services().handOver().to(successor.get().id(), reply);
    }
}
