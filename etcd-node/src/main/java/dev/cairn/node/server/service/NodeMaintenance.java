// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import dev.cairn.node.apply.Features;
import dev.cairn.node.apply.Headers;
import dev.cairn.node.figures.Histogram;
import dev.cairn.node.figures.StoreFigures;
import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.membership.DowngradeInfo;
import dev.cairn.node.mvcc.hash.KvHash;
import dev.cairn.node.mvcc.hash.StoreHash;
import dev.cairn.node.raft.RaftStatus;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Maintenance;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.ServerConfig;
import dev.cairn.node.server.stage.Authorization;
import dev.cairn.node.server.stage.Leadership;
import dev.cairn.node.server.stage.LiveFeatures;
import dev.cairn.node.server.stage.Proposer;
import dev.cairn.node.server.stage.RaftLoop;
import dev.cairn.node.server.stage.Replies;
import dev.cairn.node.server.stage.Stopwatch;
import dev.cairn.node.storage.ReadTx;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.AlarmMember;
import dev.cairn.node.wire.etcdserverpb.AlarmRequest;
import dev.cairn.node.wire.etcdserverpb.AlarmResponse;
import dev.cairn.node.wire.etcdserverpb.DefragmentResponse;
import dev.cairn.node.wire.etcdserverpb.DowngradeRequest;
import dev.cairn.node.wire.etcdserverpb.DowngradeResponse;
import dev.cairn.node.wire.etcdserverpb.HashKVRequest;
import dev.cairn.node.wire.etcdserverpb.HashKVResponse;
import dev.cairn.node.wire.etcdserverpb.HashResponse;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import dev.cairn.node.wire.etcdserverpb.MoveLeaderRequest;
import dev.cairn.node.wire.etcdserverpb.MoveLeaderResponse;
import dev.cairn.node.wire.etcdserverpb.StatusResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Maintenance of this member, and what concerns all of them through the log. */
public final class NodeMaintenance implements Maintenance {
    private final Proposer proposer;
    private final Authorization authorization;
    private final RaftLoop loop;
    private final LiveFeatures live;
    private final Headers headers;
    private final Executor blocking;
    private final ServerConfig config;
    private final LeaderHandOver handOver;
    private final Stopwatch timing;
    private final Downgrades downgrades;

    /** {@code blocking} runs what takes long. */
    public NodeMaintenance(
            Proposer proposer,
            Authorization authorization,
            RaftLoop loop,
            LiveFeatures live,
            Headers headers,
            Executor blocking,
            LeaderHandOver handOver,
            Downgrades downgrades,
            ServerConfig config,
            Stopwatch timing) {
        this.timing = timing;
        this.proposer = proposer;
        this.authorization = authorization;
        this.loop = loop;
        this.live = live;
        this.headers = headers;
        this.blocking = blocking;
        this.handOver = handOver;
        this.downgrades = downgrades;
        this.config = config;
    }

    @Override
    public void alarm(Caller caller, AlarmRequest request, Reply<AlarmResponse> reply) {
        Runnable propose = () -> proposer.propose(
                caller,
                InternalRaftRequest.newBuilder().setAlarm(request),
                Replies.map(reply, AlarmResponse.class::cast));
        if (request.getAction() == AlarmRequest.AlarmAction.GET) {
            authorization.somebody(caller, reply, propose);
        } else {
            authorization.root(caller, reply, propose);
        }
    }

    @Override
    public void status(Caller caller, Reply<StatusResponse> reply) {
        authorization.somebody(
                caller,
                reply,
                () -> loop.run(core -> {
                    RaftStatus raft = core.status();
                    blocking.execute(() ->
                            Replies.guard(reply, () -> reply.done(live.read(features -> status(features, raft)))));
                }));
    }

    private StatusResponse status(Features features, RaftStatus raft) {
        ClusterMember self = features.members().view().member(headers.memberId());
        DowngradeInfo downgrade = features.members().view().downgrade();
        StatusResponse.Builder status = StatusResponse.newBuilder()
                .setHeader(headers.at(features.mvcc().currentRevision()))
                .setVersion(config.serverVersion())
                .setDbSize(features.backend().sizeBytes())
                .setDbSizeInUse(features.inUseBytes())
                .setDbSizeQuota(config.quotaBytes())
                .setLeader(raft.leader())
                .setRaftIndex(raft.commit())
                .setRaftTerm(raft.term())
                .setRaftAppliedIndex(features.applied().position().index())
                .setIsLearner(self != null && self.learner());
        String storage = features.applied().toldStorageVersion(config.serverVersion());
        if (storage != null) {
            status.setStorageVersion(storage);
        }
        status.getDowngradeInfoBuilder().setEnabled(downgrade.enabled()).setTargetVersion(downgrade.targetVersion());
        if (raft.leader() == 0) {
            status.addErrors(EtcdError.NO_LEADER.text());
        }
        for (AlarmMember alarm : features.alarms().all()) {
            status.addErrors(text(alarm));
        }
        return status.build();
    }

    /** As Go's protobuf writes it, which leaves out a zero. */
    private static String text(AlarmMember alarm) {
        String member = alarm.getMemberID() == 0 ? "" : "memberID:" + Long.toUnsignedString(alarm.getMemberID()) + " ";
        return member + "alarm:" + alarm.getAlarm() + " ";
    }

    /** Gives space back while reads and writes go on; etcd would stop the member. */
    @Override
    public void defragment(Caller caller, Reply<DefragmentResponse> reply) {
        blockingForRoot(caller, reply, () -> {
            figures().defragmenting().increment();
            try {
                timed(
                        figures().defragments(),
                        () -> live.read(features -> {
                            features.backend().reclaim();
                            return null;
                        }));
            } finally {
                figures().defragmenting().decrement();
            }
            return DefragmentResponse.getDefaultInstance();
        });
    }

    private StoreFigures figures() {
        return timing.figures().store();
    }

    private <T> T timed(Histogram durations, Supplier<T> work) {
        long began = timing.now();
        T result = work.get();
        durations.observeNanos(timing.now() - began);
        return result;
    }

    private <T> void blockingForRoot(Caller caller, Reply<T> reply, Supplier<T> work) {
        authorization.root(
                caller, reply, () -> blocking.execute(() -> Replies.guard(reply, () -> reply.done(work.get()))));
    }

    @Override
    public void hash(Caller caller, Reply<HashResponse> reply) {
        blockingForRoot(caller, reply, () -> timed(figures().hashes(), () -> live.read(this::hash)));
    }

    private HashResponse hash(Features features) {
        try (ReadTx tx = features.backend().read()) {
            return HashResponse.newBuilder()
                    .setHeader(headers.at(features.mvcc().currentRevision()))
                    .setHash(StoreHash.of(tx))
                    .build();
        }
    }

    @Override
    public void hashKv(Caller caller, HashKVRequest request, Reply<HashKVResponse> reply) {
        blockingForRoot(caller, reply, () -> hashKv(request.getRevision()));
    }

    /** Blocks, mostly for a walk over all records up to the revision; 0 asks for the current one. */
    public HashKVResponse hashKv(long revision) {
        KvHash hash = timed(
                figures().revisionHashes(),
                () -> live.read(features -> features.hashes().at(revision)));
        return HashKVResponse.newBuilder()
                .setHeader(headers.at(hash.currentRevision()))
                .setHash(hash.hash())
                .setCompactRevision(hash.compactRevision())
                .setHashRevision(hash.hashRevision())
                .build();
    }

    @Override
    public void downgrade(Caller caller, DowngradeRequest request, Reply<DowngradeResponse> reply) {
        authorization.root(caller, reply, () -> downgrades.answer(caller, request, reply));
    }

    @Override
    public void moveLeader(Caller caller, MoveLeaderRequest request, Reply<MoveLeaderResponse> reply) {
        authorization.root(caller, reply, () -> {
            Leadership now = loop.leadership();
            if (!now.isLeader()) {
                throw EtcdError.NOT_LEADER.exception();
            }
            ClusterMember target = live.now().members().view().member(request.getTargetID());
            if (target == null || target.learner()) {
                throw EtcdError.BAD_LEADER_TRANSFEREE.exception();
            }
            handOver.to(target.id(), Replies.map(reply, nothing -> MoveLeaderResponse.getDefaultInstance()));
        });
    }

    /** Blocks for as long as it takes to know who asks. */
    @Override
    public StoreImage snapshot(Caller caller) {
        CompletableFuture<Void> permitted = new CompletableFuture<>();
        Reply<Void> answer = new Reply<>() {
            @Override
            public void done(Void nothing) {
                permitted.complete(nothing);
            }

            @Override
            public void failed(RuntimeException error) {
                permitted.completeExceptionally(error);
            }
        };
        authorization.root(caller, answer, () -> answer.done(null));
        try {
            permitted.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException refused ? refused : e;
        }
        long began = timing.now();
        return StoreImage.of(live, () -> figures().images().observeNanos(timing.now() - began));
    }
}
