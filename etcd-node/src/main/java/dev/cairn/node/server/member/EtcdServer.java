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
import dev.cairn.node.raft.RaftStatus;
import dev.cairn.node.raft.Ready;
import dev.cairn.node.raft.core.RaftNode;
import dev.cairn.node.server.Auth;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Health;
import dev.cairn.node.server.Kv;
import dev.cairn.node.server.Leases;
import dev.cairn.node.server.Maintenance;
import dev.cairn.node.server.Member;
import dev.cairn.node.server.Membership;
import dev.cairn.node.server.MemoryBudget;
import dev.cairn.node.server.MemoryLevel;
import dev.cairn.node.server.PeerClient;
import dev.cairn.node.server.PeerEvents;
import dev.cairn.node.server.PeerRequests;
import dev.cairn.node.server.PeerTransport;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.ServerConfig;
import dev.cairn.node.server.Watches;
import dev.cairn.node.server.duty.AttributePublisher;
import dev.cairn.node.server.duty.ClusterVersions;
import dev.cairn.node.server.duty.Duties;
import dev.cairn.node.server.duty.Duty;
import dev.cairn.node.server.duty.LeaseExpiry;
import dev.cairn.node.server.duty.SpaceQuota;
import dev.cairn.node.server.reaction.Connections;
import dev.cairn.node.server.reaction.Installation;
import dev.cairn.node.server.reaction.LeaderChanges;
import dev.cairn.node.server.reaction.LogRelease;
import dev.cairn.node.server.reaction.Reactions;
import dev.cairn.node.server.reaction.SoleVoter;
import dev.cairn.node.server.service.Downgrades;
import dev.cairn.node.server.service.FairReads;
import dev.cairn.node.server.service.HubWatches;
import dev.cairn.node.server.service.LeaderClient;
import dev.cairn.node.server.service.LeaderHandOver;
import dev.cairn.node.server.service.NodeHealth;
import dev.cairn.node.server.service.NodeMaintenance;
import dev.cairn.node.server.service.PasswordWork;
import dev.cairn.node.server.service.PeerActivity;
import dev.cairn.node.server.service.PeerAnswers;
import dev.cairn.node.server.service.RaftAuth;
import dev.cairn.node.server.service.RaftKv;
import dev.cairn.node.server.service.RaftLeases;
import dev.cairn.node.server.service.RaftMembership;
import dev.cairn.node.server.stage.ApplyStage;
import dev.cairn.node.server.stage.Authentication;
import dev.cairn.node.server.stage.Authorization;
import dev.cairn.node.server.stage.CatchUpStage;
import dev.cairn.node.server.stage.ConfirmedLeadership;
import dev.cairn.node.server.stage.Flusher;
import dev.cairn.node.server.stage.HeartbeatPace;
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
import dev.cairn.node.server.stage.Stopwatch;
import dev.cairn.node.server.stage.TimedCompaction;
import dev.cairn.node.server.start.ImageInstaller;
import dev.cairn.node.server.start.Recovered;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseRevokeRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/**
 * One member, put together but without a thread of its own: its stages are run by whoever holds it, its clock is given.
 * The way of a write: {@code kv().put} → {@link Proposer} → {@link RaftLoop} → {@link LogWriter} (one sync for the batch)
 * → {@link RaftLoop} → {@link ApplyStage} (one atomic write) → the waiting reply and the watchers.
 *
 * <p>Here is who works with whom, and nothing else: every part gets what it uses, none gets this.
 */
public final class EtcdServer implements Member, AutoCloseable {
    /** Written to the store and not flushed: what a restart would have to apply again. */
    private static final long FLUSH_BYTES = 64L * 1024 * 1024;

    private static final long FLUSH_INTERVAL_NANOS = 60_000_000_000L;
    private static final long HALF_SECOND_MILLIS = 500;
    private static final long IDLE_VIEW_CHECK_MILLIS = 4_000;
    /** A client that pages through a list takes its next page sooner than this. */
    private static final long IDLE_VIEW_NANOS = 60_000_000_000L;

    private final ServerConfig config;
    private final Recovered recovered;
    private final MemberRuntime lent;
    private final Stopwatch timing;
    private final HeartbeatPace heartbeats;
    private final LiveFeatures live;
    private final RaftLoop loop;
    private final LogWriter writer;
    private final ApplyStage apply;
    private final Flusher flusher;
    private final PendingProposals proposals;
    private final Proposer proposer;
    private final Authorization authorization;
    private final SpaceQuota quota;
    private final ReadIndexes reads;
    private final ConfirmedLeadership confirmed;
    private final WatchHub hub;
    private final PeerTransport transport;
    private final Connections connections;
    private final LeaderClient leader;
    private final LeaderHandOver handOver;
    private final LeaseExpiry leases;
    private final AttributePublisher attributes;
    private final ClusterVersions versions;
    private final LeaderChanges leaders;
    private final MergedSnapshots snapshots;
    private final Services services;
    private final Duties duties;
    private final Measures measures;

    /** What is around a member. {@code transport} is made around the member's side of it. */
    public record Environment(
            Function<PeerEvents, PeerTransport> transport,
            PeerClient peers,
            ImageInstaller installer,
            IntUnaryOperator electionJitter,
            Runnable onRemoved) {}

    public EtcdServer(ServerConfig config, Recovered recovered, MemberRuntime lent, Environment environment) {
        this.config = config;
        this.recovered = recovered;
        this.lent = lent;
        this.timing = Stopwatch.warning(config.warningApplyNanos(), lent.nanos(), lent.figures());
        this.heartbeats = new HeartbeatPace(
                config.heartbeatNanos(), lent.nanos(), lent.figures().requests().heartbeatSendFailures());
        this.live = new LiveFeatures(recovered.features());
        MemoryBudget memory = lent.memory();
        long memberId = recovered.memberId();
        RaftConfig raft = CoreSettings.of(config, recovered, memory, environment.electionJitter());
        this.loop = new RaftLoop(new RaftNode(raft, recovered.log()), recovered.log(), memory.receivedBytes());
        Headers headers = new Headers(
                recovered.clusterId(), memberId, () -> loop.leadership().term());
        this.proposals = new PendingProposals(config.requestTimeoutNanos(), config.heartbeatNanos(), lent.nanos());
        RequestIds ids = new RequestIds(memberId, lent.clock().millis());
        this.reads = new ReadIndexes(
                ids::next,
                lent.nanos(),
                config.requestTimeoutNanos(),
                round -> loop.run(core -> core.readIndex(ReadIndexes.context(round))),
                lent.figures().requests());
        this.confirmed = new ConfirmedLeadership(reads, loop::leadership);
        this.hub = new WatchHub(new LiveHistory(live), headers::at, watchSettings());
        recovered.features().mvcc().listen(hub);
        this.apply = applyStage(headers);
        Authentication identities = identities();
        this.authorization = new Authorization(live, identities);
        this.quota = new SpaceQuota(
                live,
                new SpaceQuota.Limits(config.quotaBytes(), memory.indexBytes(), memory.proposalBytes()),
                memberId,
                lent.nanos(),
                this::raiseAlarm);
        this.proposer = new Proposer(
                loop,
                identities,
                proposals,
                ids,
                apply::appliedIndex,
                new Proposer.Limits(config.maxRequestBytes(), memory.proposalBytes()),
                quota::admit,
                timing);
        SnapshotReceivers receivers = new SnapshotReceivers(config.catchUpEntries(), lent.nanos());
        this.transport = environment
                .transport()
                .apply(new PeerSide(
                        recovered, loop, live, environment.installer(), receivers, environment.onRemoved()));
        this.connections = new Connections(live, transport, memberId, environment.onRemoved());
        this.writer = new LogWriter(recovered.wal(), lent.nanos(), new WriterOutputs());
        this.flusher = flusher(new LogRelease(writer, loop, receivers, environment.installer()::release));
        PeerActivity activity = new PeerActivity(transport, lent.nanos(), memberId);
        this.handOver = new LeaderHandOver(loop, live, activity, lent.nanos(), config.electionTimeoutNanos());
        this.leader = leaderClient(environment.peers());
        this.services = services(headers, activity);
        this.leases = new LeaseExpiry(
                live, loop::leadership, confirmed, this::revoke, lent.nanos(), config.electionTimeoutNanos());
        this.attributes = new AttributePublisher(live, proposer, config, memberId);
        this.versions =
                new ClusterVersions(live, loop, proposer, environment.peers(), lent.blocking(), memberId, config);
        this.leaders = new LeaderChanges(proposals, reads, handOver, leases, attributes, versions, services.health());
        this.duties = new Duties(duties(environment.peers()), config.heartbeatMillis());
        this.snapshots = new MergedSnapshots(services.maintenance(), loop, transport, receivers, lent.bulk());
        this.measures = new Measures(loop, live, proposals, quota, hub, services.health(), leaders);
        reads.applied(recovered.features().applied().position().index());
        apply.connect(
                new Reactions(loop, proposals, reads, connections, leaders, flusher, quota),
                new Installation(environment.installer()::install, hub, connections, proposals, reads));
        loop.connect(new LoopOutputs());
    }

    private Flusher flusher(LogRelease release) {
        return new Flusher(
                live,
                new Flusher.Policy(config.snapshotCount(), FLUSH_BYTES, FLUSH_INTERVAL_NANOS),
                lent.nanos(),
                release);
    }

    private ApplyStage applyStage(Headers headers) {
        TimedCompaction compaction = new TimedCompaction(lent.figures().store(), lent.nanos(), lent.clock());
        return new ApplyStage(live, applyContext(headers), compaction, lent.bulk());
    }

    private ApplyContext applyContext(Headers headers) {
        return new ApplyContext(
                headers,
                proposals,
                lent.nanos(),
                lent.auth().tokens(),
                recovered.log().lastIndex(),
                timing.figures().apply(),
                timing.slow());
    }

    private Authentication identities() {
        AuthRuntime auth = lent.auth();
        return new Authentication(live, auth.tokens(), reads, lent.readers().threads(), auth.certificateNames());
    }

    private WatchSettings watchSettings() {
        return WatchSettings.of(
                lent.memory().watchBytes(), config.maxRequestBytes(), config.watchProgressMillis() * 1_000_000L);
    }

    private LeaderClient leaderClient(PeerClient peers) {
        return new LeaderClient(
                peers,
                lent.blocking(),
                () -> loop.leadership().leader(),
                live,
                lent.nanos(),
                recovered.memberId(),
                config.requestTimeoutNanos());
    }

    private Services services(Headers headers, PeerActivity activity) {
        return new Services(
                new RaftKv(
                        proposer,
                        authorization,
                        reads,
                        live,
                        headers,
                        new FairReads(lent.readers().threads(), lent.readers().mostOfOneClient()),
                        timing,
                        config.maxTxnOps(),
                        config.maxRequestBytes()),
                new HubWatches(hub, authorization),
                new RaftLeases(
                        proposer,
                        authorization,
                        live,
                        headers,
                        confirmed,
                        lent.nanos(),
                        leader,
                        lent.figures().requests()),
                new RaftMembership(
                        proposer,
                        authorization,
                        loop,
                        reads,
                        live,
                        headers,
                        activity,
                        leader,
                        lent.clock(),
                        config.strictReconfigCheck(),
                        lent.figures().requests()),
                new NodeMaintenance(
                        proposer,
                        authorization,
                        loop,
                        live,
                        headers,
                        lent.blocking(),
                        handOver,
                        new Downgrades(proposer, reads, live, headers),
                        config,
                        timing),
                new RaftAuth(
                        proposer,
                        reads,
                        live,
                        lent.auth().tokens(),
                        new PasswordWork(lent.auth().passwords()),
                        lent.auth().random(),
                        lent.auth().bcryptCost(),
                        lent.auth().certificateNames()),
                new NodeHealth(loop, reads, live, headers.clusterId(), headers.memberId(), config.serverVersion()));
    }

    private List<Duty> duties(PeerClient peers) {
        long watchMillis = Math.min(HALF_SECOND_MILLIS, config.watchProgressMillis() / 10);
        List<Duty> all = new ArrayList<>(List.of(
                Duty.always(proposals::expire),
                Duty.always(reads::tick),
                Duty.always(handOver::tick),
                Duty.always(leader::tick),
                Duty.always(flusher::check),
                new Duty(HALF_SECOND_MILLIS, leases::tick),
                new Duty(HALF_SECOND_MILLIS, attributes::tick),
                new Duty(watchMillis, () -> hub.tick(lent.nanos().getAsLong())),
                new Duty(
                        IDLE_VIEW_CHECK_MILLIS,
                        () -> live.now().mvcc().releaseIdleViews(lent.nanos().getAsLong(), IDLE_VIEW_NANOS))));
        all.addAll(new LeaderDuties(live, loop, proposer, reads, versions).all(config, recovered, lent, peers));
        return all;
    }

    private void raiseAlarm(InternalRaftRequest.Builder alarm) {
        proposer.propose(Caller.MEMBER, alarm, Ignored.reply());
    }

    private void revoke(long term, long lease) {
        lent.figures().requests().leasesExpired().increment();
        LeaseRevokeRequest revoke = LeaseRevokeRequest.newBuilder().setID(lease).build();
        proposer.proposeAsLeader(term, InternalRaftRequest.newBuilder().setLeaseRevoke(revoke));
    }

    /** What needs a thread each, or a turn each in a simulation. */
    public List<Stage> stages() {
        return List.of(loop, writer, apply, flusher, new CatchUpStage(hub));
    }

    /** Connects to the other members and, where it is alone, skips the wait for an election. */
    public void start() {
        List<ClusterMember> members = live.now().members().view().members();
        connections.open(members.isEmpty() ? recovered.knownMembers() : members);
        boolean alone = recovered.knownMembers().size() <= 1 && members.size() <= 1;
        if (alone && config.initialElectionTickAdvance()) {
            loop.run(core -> SoleVoter.advance(core, config.electionTicks()));
        }
        loop.run(SoleVoter::campaign);
    }

    /** One heartbeat interval has passed. A member whose disk is stuck for an election timeout gives up leadership. */
    public void tick() {
        boolean stuck = writer.stuckNanos() >= config.electionTimeoutNanos();
        loop.run(stuck ? RaftNode::tickWithoutLog : RaftNode::tick);
        duties.tick();
    }

    /** Now and then, by the tick. */
    public void memoryIs(MemoryLevel level) {
        boolean low = level.isAtLeast(MemoryLevel.LOW);
        live.read(features -> {
            features.mvcc().halveRecords(low);
            return null;
        });
        flusher.flushEarly(low);
    }

    /** The cluster knows this member's name and client URLs, so clients find it. */
    public boolean isPublished() {
        return attributes.isPublished();
    }

    /** Hands leadership to the longest connected voter; fails when that did not succeed in time. */
    public void handOver(Reply<Void> reply) {
        handOver.toLongestConnected(reply);
    }

    /** Fails who waits, makes the store durable and closes everything. The stages must not run any more. */
    @Override
    public void close() {
        proposals.failAll(EtcdError.STOPPED.exception());
        reads.failAll(EtcdError.STOPPED.exception());
        leader.failAll(EtcdError.STOPPED.exception());
        transport.close();
        flusher.flush();
        writer.runOnce();
        recovered.wal().close();
        live.close();
    }

    private final class LoopOutputs implements RaftLoop.Outputs {
        @Override
        public void send(List<Message> messages) {
            heartbeats.sent(messages);
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
            if (now.isLeader() != before.isLeader()) {
                heartbeats.reset();
            }
            leaders.changed(now, before);
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

    /** From the raft loop, soon. */
    public void raftStatus(Consumer<RaftStatus> to) {
        loop.run(core -> to.accept(core.status()));
    }

    public Measures measures() {
        return measures;
    }

    /** What other members ask of this one. */
    public PeerRequests peerRequests() {
        return new PeerAnswers(
                services.health(),
                services.membership(),
                services.leases(),
                services.maintenance(),
                live,
                2 * config.requestTimeoutNanos());
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
    public Auth auth() {
        return services.auth();
    }

    @Override
    public Health health() {
        return services.health();
    }
}
