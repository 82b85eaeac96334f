// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.member;

import dev.cairn.node.apply.ApplyContext;
import dev.cairn.node.apply.Headers;
import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.membership.RequestIds;
import dev.cairn.node.mvcc.watch.WatchHub;
import dev.cairn.node.mvcc.watch.WatchSettings;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.RaftConfig;
import dev.cairn.node.raft.Ready;
import dev.cairn.node.raft.SnapshotMetadata;
import dev.cairn.node.raft.core.RaftNode;
import dev.cairn.node.server.Health;
import dev.cairn.node.server.Kv;
import dev.cairn.node.server.Leases;
import dev.cairn.node.server.Maintenance;
import dev.cairn.node.server.Member;
import dev.cairn.node.server.Membership;
import dev.cairn.node.server.MemoryBudget;
import dev.cairn.node.server.PeerClient;
import dev.cairn.node.server.PeerTransport;
import dev.cairn.node.server.ServerConfig;
import dev.cairn.node.server.Watches;
import dev.cairn.node.server.duty.SpaceQuota;
import dev.cairn.node.server.stage.ApplyStage;
import dev.cairn.node.server.stage.Flusher;
import dev.cairn.node.server.stage.Ignored;
import dev.cairn.node.server.stage.Leadership;
import dev.cairn.node.server.stage.LiveFeatures;
import dev.cairn.node.server.stage.LiveHistory;
import dev.cairn.node.server.stage.LogWriter;
import dev.cairn.node.server.stage.PendingProposals;
import dev.cairn.node.server.stage.Proposer;
import dev.cairn.node.server.stage.RaftLoop;
import dev.cairn.node.server.stage.ReadIndexes;
import dev.cairn.node.server.stage.Stage;
import dev.cairn.node.wal.WalSnapshot;
import dev.cairn.node.wire.EtcdError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/**
 * One member, put together but without a thread of its own: its stages are run by whoever holds it, its clock is given.
 * The way of a write: {@code kv().put} → {@link Proposer} → {@link RaftLoop} → {@link LogWriter} (one sync for the batch)
 * → {@link RaftLoop} → {@link ApplyStage} (one atomic write) → the waiting reply and the watchers.
 */
public final class EtcdServer implements Member, AutoCloseable {
    /** Written to the store and not flushed: what a restart would have to apply again. */
    private static final long FLUSH_BYTES = 64L * 1024 * 1024;

    private static final long FLUSH_INTERVAL_NANOS = 60_000_000_000L;

    private final ServerConfig config;
    private final Recovered recovered;
    private final MemberRuntime lent;
    private final LiveFeatures live;
    private final RaftLoop loop;
    private final LogWriter writer;
    private final ApplyStage apply;
    private final Flusher flusher;
    private final PendingProposals proposals;
    private final Proposer proposer;
    private final SpaceQuota quota;
    private final ReadIndexes reads;
    private final WatchHub hub;
    private final PeerTransport transport;
    private final Measures measures;
    private final Services services;
    private final Duties duties;
    private final SnapshotReceivers receivers;
    private final MergedSnapshots snapshots;
    private final SnapshotInstaller installer;

    /** What is around a member. {@code transport} is made around the member's side of it. */
    public record Environment(
            Function<EtcdServer, PeerTransport> transport,
            PeerClient peers,
            SnapshotInstaller installer,
            IntUnaryOperator electionJitter,
            Runnable onRemoved) {}

    public EtcdServer(ServerConfig config, Recovered recovered, MemberRuntime lent, Environment environment) {
        this.config = config;
        this.recovered = recovered;
        this.lent = lent;
        this.installer = environment.installer();
        this.live = new LiveFeatures(recovered.features());
        MemoryBudget memory = lent.memory();
        long applied = recovered.features().applied().position().index();
        RaftConfig raft = RaftConfig.etcd(
                        recovered.memberId(),
                        new RaftConfig.Timing(config.electionTicks(), 1),
                        environment.electionJitter())
                .withAppliedIndex(applied)
                .withLimits(limits(memory))
                .withSwitches(switches(config))
                .withJournal(new RaftJournal());
        this.loop = new RaftLoop(new RaftNode(raft, recovered.log()), recovered.log(), memory.receivedBytes());
        Headers headers = new Headers(
                recovered.clusterId(),
                recovered.memberId(),
                () -> loop.leadership().term());
        this.proposals = new PendingProposals(config.requestTimeoutNanos(), config.heartbeatNanos(), lent.nanos());
        RequestIds ids = new RequestIds(recovered.memberId(), lent.clock().millis());
        this.reads = new ReadIndexes(
                ids::next,
                lent.nanos(),
                config.requestTimeoutNanos(),
                round -> loop.run(core -> core.readIndex(ReadIndexes.context(round))));
        this.hub = new WatchHub(
                new LiveHistory(live),
                headers::at,
                WatchSettings.of(
                        memory.watchBytes(), config.maxRequestBytes(), config.watchProgressMillis() * 1_000_000L));
        recovered.features().mvcc().listen(hub);
        ApplyContext context = new ApplyContext(headers, proposals, lent.nanos());
        Reactions reactions = new Reactions(this, environment.onRemoved());
        this.apply = new ApplyStage(live, context, reactions);
        this.quota = new SpaceQuota(
                live,
                new SpaceQuota.Limits(config.quotaBytes(), memory.indexBytes(), memory.proposalBytes()),
                recovered.memberId(),
                lent.nanos(),
                alarm -> proposer().propose(alarm, Ignored.reply()));
        this.proposer = new Proposer(
                loop,
                proposals,
                ids,
                apply::appliedIndex,
                new Proposer.Limits(config.maxRequestBytes(), memory.proposalBytes()),
                quota::admit);
        this.transport = environment.transport().apply(this);
        this.writer = new LogWriter(recovered.wal(), lent.nanos(), new WriterOutputs());
        this.flusher = new Flusher(
                live,
                new Flusher.Policy(config.snapshotCount(), FLUSH_BYTES, FLUSH_INTERVAL_NANOS),
                lent.nanos(),
                this::releaseLog);
        this.measures = new Measures(this);
        this.services = new Services(this, proposer, headers, environment.peers());
        this.duties = new Duties(this, proposer, environment.peers());
        this.receivers = new SnapshotReceivers(config.catchUpEntries(), lent.nanos());
        this.snapshots = new MergedSnapshots(this, receivers);
        reads.applied(applied);
        loop.connect(new LoopOutputs());
    }

    /** etcd's, bounded in bytes as well. */
    private static RaftConfig.Limits limits(MemoryBudget memory) {
        return new RaftConfig.Limits(
                RaftConfig.Limits.ETCD.messageBytes(),
                RaftConfig.Limits.ETCD.inflightMessages(),
                memory.inflightBytes(),
                memory.proposalBytes(),
                RaftConfig.Limits.ETCD.applyingBytes());
    }

    private static RaftConfig.Switches switches(ServerConfig config) {
        RaftConfig.Switches etcd = RaftConfig.Switches.ETCD;
        return new RaftConfig.Switches(
                config.preVote(),
                etcd.checkQuorum(),
                etcd.readOnly(),
                etcd.disableProposalForwarding(),
                etcd.disableConfChangeValidation(),
                etcd.stepDownOnRemoval(),
                etcd.applyUnstableEntries());
    }

    /** What needs a thread each, or a turn each in a simulation. */
    public List<Stage> stages() {
        List<Stage> stages = new ArrayList<>(List.of(loop, writer, apply, flusher));
        stages.addAll(duties.stages());
        return stages;
    }

    /** Connects to the other members and, where it is alone, skips the wait for an election. */
    public void start() {
        List<ClusterMember> members = live.now().members().view().members();
        for (ClusterMember member : members.isEmpty() ? recovered.knownMembers() : members) {
            if (member.id() != recovered.memberId()) {
                transport.addPeer(member.id(), member.peerUrls());
            }
        }
        duties.start(recovered.knownMembers().size() <= 1 && members.size() <= 1);
    }

    /** One heartbeat interval has passed. A member whose disk is stuck for an election timeout gives up leadership. */
    public void tick() {
        boolean stuck = writer.stuckNanos() >= config.electionTimeoutNanos();
        loop.run(stuck ? RaftNode::tickWithoutLog : RaftNode::tick);
        duties.tick();
    }

    /** The cluster knows this member's name and client URLs, so clients find it. */
    public boolean isPublished() {
        return duties.isReadyToServe();
    }

    /** Hands leadership to the longest connected voter; false when that did not succeed in time or was not needed. */
    public void handOver(dev.cairn.node.server.Reply<Void> reply) {
        duties.handOver(reply);
    }

    /** Fails who waits, makes the store durable and closes everything. The stages must not run any more. */
    @Override
    public void close() {
        proposals.failAll(EtcdError.STOPPED.exception());
        reads.failAll(EtcdError.STOPPED.exception());
        services.leader().failAll(EtcdError.STOPPED.exception());
        transport.close();
        flusher.flush();
        writer.runOnce();
        recovered.wal().close();
        live.close();
    }

    /** The last snapshot record is where a restart begins, so a received snapshot's must not be followed by an older one. */
    private void releaseLog(SnapshotMetadata position) {
        writer.run(wal -> {
            if (position.index() < wal.newestSnapshotIndex()) {
                return;
            }
            wal.saveSnapshot(new WalSnapshot(position.index(), position.term(), position.confState()));
            loop.compactLog(position, receivers, this::releaseSegments);
        });
        installer.release(position.index());
    }

    /** After the loop has let go of the entries: until then it may read them. */
    private void releaseSegments(long upTo) {
        writer.run(wal -> wal.release(Math.max(0, upTo)));
    }

    SnapshotReceivers receivers() {
        return receivers;
    }

    private final class LoopOutputs implements RaftLoop.Outputs {
        @Override
        public void send(List<Message> messages) {
            transport.send(snapshots.takeOut(messages));
        }

        @Override
        public void persist(Ready ready) {
            writer.persist(ready);
        }

        @Override
        public void apply(List<Entry> committed) {
            apply.committed(committed);
        }

        @Override
        public void readState(long index, byte[] context) {
            reads.confirmed(index, context);
        }

        @Override
        public void leadership(Leadership now, Leadership before) {
            duties.leadershipChanged(now, before);
        }
    }

    private final class WriterOutputs implements LogWriter.Outputs {
        @Override
        public void send(List<Message> messages) {
            transport.send(messages);
        }

        @Override
        public void persisted(Ready ready) {
            ready.snapshot().ifPresent(apply::install);
            loop.appended(ready);
        }
    }

    public Measures measures() {
        return measures;
    }

    ServerConfig config() {
        return config;
    }

    Recovered recovered() {
        return recovered;
    }

    MemberRuntime lent() {
        return lent;
    }

    LiveFeatures live() {
        return live;
    }

    RaftLoop loop() {
        return loop;
    }

    Flusher flusher() {
        return flusher;
    }

    private Proposer proposer() {
        return proposer;
    }

    SpaceQuota quota() {
        return quota;
    }

    PendingProposals proposals() {
        return proposals;
    }

    ReadIndexes reads() {
        return reads;
    }

    WatchHub hub() {
        return hub;
    }

    PeerTransport transport() {
        return transport;
    }

    Duties duties() {
        return duties;
    }

    SnapshotInstaller installer() {
        return installer;
    }

    Services services() {
        return services;
    }

    @Override
    public Kv kv() {
        return services.kv();
    }

    @Override
    public Watches watches() {
        return services.watches();
    }

    @Override
    public Leases leases() {
        return services.leases();
    }

    @Override
    public Membership membership() {
        return services.membership();
    }

    @Override
    public Maintenance maintenance() {
        return services.maintenance();
    }

    @Override
    public Health health() {
        return services.health();
    }
}
