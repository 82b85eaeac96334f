// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import com.google.protobuf.ByteString;
import dev.cairn.node.apply.Headers;
import dev.cairn.node.figures.RequestFigures;
import dev.cairn.node.lease.LeaseView;
import dev.cairn.node.lease.Lessor;
import dev.cairn.node.lease.Renewal;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Leases;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.stage.Authorization;
import dev.cairn.node.server.stage.ConfirmedLeadership;
import dev.cairn.node.server.stage.LiveFeatures;
import dev.cairn.node.server.stage.Proposer;
import dev.cairn.node.server.stage.Replies;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.EtcdException;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseCheckpoint;
import dev.cairn.node.wire.etcdserverpb.LeaseCheckpointRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseKeepAliveResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseLeasesResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseRevokeRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseRevokeResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseStatus;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveResponse;
import java.util.List;
import java.util.function.LongSupplier;

/** Leases: granted and revoked through the log, kept alive at the leader without it. */
public final class RaftLeases implements Leases {
    private final Proposer proposer;
    private final Authorization authorization;
    private final LiveFeatures live;
    private final Headers headers;
    private final ConfirmedLeadership confirmed;
    private final LongSupplier nanos;
    private final LeaderClient leader;
    private final RequestFigures figures;

    public RaftLeases(
            Proposer proposer,
            Authorization authorization,
            LiveFeatures live,
            Headers headers,
            ConfirmedLeadership confirmed,
            LongSupplier nanos,
            LeaderClient leader,
            RequestFigures figures) {
        this.figures = figures;
        this.proposer = proposer;
        this.authorization = authorization;
        this.live = live;
        this.headers = headers;
        this.confirmed = confirmed;
        this.nanos = nanos;
        this.leader = leader;
    }

    @Override
    public void grant(Caller caller, LeaseGrantRequest request, Reply<LeaseGrantResponse> reply) {
        LeaseGrantRequest named = request.getID() != 0
                ? request
                : request.toBuilder().setID(proposer.nextLeaseId()).build();
        authorization.somebody(
                caller,
                reply,
                () -> proposer.propose(
                        caller,
                        InternalRaftRequest.newBuilder().setLeaseGrant(named),
                        Replies.map(reply, LeaseGrantResponse.class::cast)));
    }

    @Override
    public void revoke(Caller caller, LeaseRevokeRequest request, Reply<LeaseRevokeResponse> reply) {
        authorization.somebody(
                caller,
                reply,
                () -> proposer.propose(
                        caller,
                        InternalRaftRequest.newBuilder().setLeaseRevoke(request),
                        Replies.map(reply, LeaseRevokeResponse.class::cast)));
    }

    /** The header is that of before the renewal, as in etcd. */
    @Override
    public void keepAlive(Caller caller, long leaseId, Reply<LeaseKeepAliveResponse> reply) {
        LeaseKeepAliveResponse.Builder response = LeaseKeepAliveResponse.newBuilder()
                .setHeader(headers.at(live.read(features -> features.mvcc().currentRevision())))
                .setID(leaseId);
        permittedToRenew(
                caller,
                leaseId,
                reply,
                () -> leader.ask(
                        Replies.map(reply, ttl -> response.setTTL(ttl).build()),
                        ttl -> renewHere(caller, leaseId, ttl),
                        (client, urls) -> client.renewLease(urls, leaseId)));
    }

    private void permittedToRenew(Caller caller, long leaseId, Reply<?> reply, Runnable next) {
        authorization.permitted(caller, reply, may -> may.renewal(leaseId), next);
    }

    /** Asks once more: the lease may have got its keys since. */
    private void renewHere(Caller caller, long leaseId, Reply<Long> reply) {
        whenConfirmed(reply, () -> permittedToRenew(caller, leaseId, reply, () -> renewNow(leaseId, reply)));
    }

    /** For a peer that forwards a keep-alive, whose own it was to ask for permission. */
    public void renewAsLeader(long leaseId, Reply<Long> reply) {
        whenConfirmed(reply, () -> renewNow(leaseId, reply));
    }

    /**
     * This member has to be the leader, and a quorum to say so. A successor that it has not heard of counts the lease's
     * time from its own election on, and may end it before the renewal is over.
     */
    private void whenConfirmed(Reply<Long> reply, Runnable renew) {
        Replies.guard(reply, () -> confirmed.ask(Replies.then(reply, term -> renew.run())));
    }

    private void renewNow(long leaseId, Reply<Long> reply) {
        Lessor lessor = live.now().lessor();
        switch (lessor.renew(leaseId, nanos.getAsLong())) {
            case Renewal.Renewed renewed -> {
                figures.leasesRenewed().increment();
                reply.done(renewed.ttlSeconds());
            }
            case Renewal.Checkpointed checkpointed -> clearCheckpoint(leaseId, reply);
            case Renewal.Expired expired -> lessor.whenEnded(leaseId, () -> reply.done(0L));
            case Renewal.Unknown unknown -> reply.done(0L);
        }
    }

    /**
     * Otherwise the next leader would take up the lease with the older, shorter rest. So the renewal is only made, and told,
     * once this is applied, and if this member still leads then.
     */
    private void clearCheckpoint(long leaseId, Reply<Long> reply) {
        LeaseCheckpointRequest clear = LeaseCheckpointRequest.newBuilder()
                .addCheckpoints(LeaseCheckpoint.newBuilder().setID(leaseId))
                .build();
        proposer.propose(
                Caller.MEMBER,
                InternalRaftRequest.newBuilder().setLeaseCheckpoint(clear),
                Replies.then(reply, cleared -> renewNow(leaseId, reply)));
    }

    @Override
    public void timeToLive(Caller caller, LeaseTimeToLiveRequest request, Reply<LeaseTimeToLiveResponse> reply) {
        Reply<LeaseTimeToLiveResponse> told = Replies.then(
                reply,
                answer -> authorization.permitted(
                        caller, reply, may -> may.leaseReads(keys(answer)), () -> reply.done(answer)));
        authorization.somebody(
                caller,
                reply,
                () -> leader.ask(
                        request.getKeys() ? told : reply,
                        found -> timeToLiveAsLeader(request, found),
                        (client, urls) -> client.leaseTimeToLive(urls, request.getID(), request.getKeys()).toBuilder()
                                .setHeader(header())
                                .build()));
    }

    private static List<byte[]> keys(LeaseTimeToLiveResponse answer) {
        return answer.getKeysList().stream().map(ByteString::toByteArray).toList();
    }

    /**
     * Also for a peer that forwards. A lease that somebody was granted is there once this member has applied what was committed
     * when it was asked (etcd waits for that too); and a successor that it has not heard of may have granted others.
     */
    public void timeToLiveAsLeader(LeaseTimeToLiveRequest request, Reply<LeaseTimeToLiveResponse> reply) {
        Replies.guard(reply, () -> confirmed.ask(Replies.map(reply, term -> timeToLiveNow(request))));
    }

    /** Refuses when leadership was lost during the look-up. */
    private LeaseTimeToLiveResponse timeToLiveNow(LeaseTimeToLiveRequest request) {
        Lessor lessor = live.now().lessor();
        LeaseView lease = lessor.lookup(request.getID(), nanos.getAsLong());
        LeaseTimeToLiveResponse.Builder response =
                LeaseTimeToLiveResponse.newBuilder().setHeader(header()).setID(request.getID());
        if (lease == null) {
            response.setTTL(-1);
        } else {
            response.setTTL(lease.remainingSeconds()).setGrantedTTL(lease.ttlSeconds());
            if (request.getKeys()) {
                lessor.keys(request.getID()).forEach(key -> response.addKeys(ByteString.copyFrom(key)));
            }
        }
        if (!lessor.isPrimary()) {
            throw new EtcdException(EtcdError.LEADER_CHANGED);
        }
        return response.build();
    }

    @Override
    public void leases(Caller caller, Reply<LeaseLeasesResponse> reply) {
        Replies.guard(reply, () -> {
            Lessor lessor = live.now().lessor();
            List<LeaseView> leases = lessor.list(nanos.getAsLong());
            authorization.read(caller, reply, may -> may.leases(leases.stream().map(LeaseView::id)), () -> {
                LeaseLeasesResponse.Builder response =
                        LeaseLeasesResponse.newBuilder().setHeader(header());
                leases.forEach(
                        lease -> response.addLeases(LeaseStatus.newBuilder().setID(lease.id())));
                return response.build();
            });
        });
    }

    private dev.cairn.node.wire.etcdserverpb.ResponseHeader header() {
        return headers.at(live.read(features -> features.mvcc().currentRevision()));
    }
}
