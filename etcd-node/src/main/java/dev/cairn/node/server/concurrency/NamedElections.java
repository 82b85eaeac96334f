// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.concurrency;

import com.google.protobuf.ByteString;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Kv;
import dev.cairn.node.server.Leases;
import dev.cairn.node.server.Watches;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeResponse;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import dev.cairn.node.wire.etcdserverpb.TxnResponse;
import dev.cairn.node.wire.mvccpb.KeyValue;
import dev.cairn.node.wire.v3electionpb.CampaignRequest;
import dev.cairn.node.wire.v3electionpb.CampaignResponse;
import dev.cairn.node.wire.v3electionpb.LeaderKey;
import dev.cairn.node.wire.v3electionpb.LeaderRequest;
import dev.cairn.node.wire.v3electionpb.LeaderResponse;
import dev.cairn.node.wire.v3electionpb.ProclaimRequest;
import dev.cairn.node.wire.v3electionpb.ProclaimResponse;
import dev.cairn.node.wire.v3electionpb.ResignRequest;
import dev.cairn.node.wire.v3electionpb.ResignResponse;

/**
 * v3electionpb.Election: the leader is the oldest key under a name, its value what the leader proclaims. Calls block
 * until they are answered; an interrupt says that the client is gone, and a candidate's key goes with it.
 */
public final class NamedElections {
    private final OwnClient.OwnServices services;

    public NamedElections(Kv kv, Leases leases, Watches watches) {
        this.services = new OwnClient.OwnServices(kv, leases, watches);
    }

    /** Waits until the candidate leads. */
    public CampaignResponse campaign(Caller caller, CampaignRequest request) throws InterruptedException {
        OwnClient client = new OwnClient(services, caller);
        long lease = client.session(request.getLease());
        ByteString key = Turn.key(request.getName(), lease);
        TxnResponse entered = client.txn(TxnRequest.newBuilder()
                .addCompare(Turn.createdAt(key, 0))
                .addSuccess(put(key, request.getValue(), lease))
                .addFailure(RequestOp.newBuilder().setRequestRange(Turn.get(key)))
                .build());
        LeaderKey.Builder candidate =
                LeaderKey.newBuilder().setName(request.getName()).setKey(key).setLease(lease);
        if (entered.getSucceeded()) {
            candidate.setRev(entered.getHeader().getRevision());
        } else {
            KeyValue standing = entered.getResponses(0).getResponseRange().getKvs(0);
            candidate.setRev(standing.getCreateRevision());
            proclaimAnew(client, candidate.build(), standing, request.getValue());
        }
        awaitTurn(client, candidate.build());
        return CampaignResponse.newBuilder()
                .setHeader(entered.getHeader())
                .setLeader(candidate)
                .build();
    }

    private static void proclaimAnew(OwnClient client, LeaderKey candidate, KeyValue standing, ByteString value)
            throws InterruptedException {
        if (standing.getValue().equals(value)) {
            return;
        }
        try {
            proclaim(client, candidate, value);
        } catch (InterruptedException | RuntimeException e) {
            client.txnLater(resignation(candidate));
            throw e;
        }
    }

    private static void awaitTurn(OwnClient client, LeaderKey candidate) throws InterruptedException {
        try {
            Turn.await(client, candidate.getName(), candidate.getRev() - 1);
        } catch (InterruptedException e) {
            client.txnLater(resignation(candidate));
            throw e;
        }
    }

    /** ELECTION_NOT_LEADER where the key is not the one that won. */
    public ProclaimResponse proclaim(Caller caller, ProclaimRequest request) throws InterruptedException {
        if (!request.hasLeader()) {
            throw EtcdError.MISSING_LEADER_KEY.exception();
        }
        OwnClient client = new OwnClient(services, caller);
        LeaderKey leader = withSession(client, request.getLeader());
        return ProclaimResponse.newBuilder()
                .setHeader(proclaim(client, leader, request.getValue()))
                .build();
    }

    private static ResponseHeader proclaim(OwnClient client, LeaderKey leader, ByteString value)
            throws InterruptedException {
        TxnResponse changed = client.txn(TxnRequest.newBuilder()
                .addCompare(Turn.createdAt(leader.getKey(), leader.getRev()))
                .addSuccess(put(leader.getKey(), value, leader.getLease()))
                .build());
        if (!changed.getSucceeded()) {
            throw EtcdError.ELECTION_NOT_LEADER.exception();
        }
        return changed.getHeader();
    }

    /** Of a key that does not lead it changes nothing. */
    public ResignResponse resign(Caller caller, ResignRequest request) throws InterruptedException {
        if (!request.hasLeader()) {
            throw EtcdError.MISSING_LEADER_KEY.exception();
        }
        OwnClient client = new OwnClient(services, caller);
        TxnResponse resigned = client.txn(resignation(withSession(client, request.getLeader())));
        return ResignResponse.newBuilder().setHeader(resigned.getHeader()).build();
    }

    /** ELECTION_NO_LEADER where nobody stands. */
    public LeaderResponse leader(Caller caller, LeaderRequest request) throws InterruptedException {
        RangeResponse first = new OwnClient(services, caller).range(Turn.first(request.getName()));
        if (first.getKvsCount() == 0) {
            throw EtcdError.ELECTION_NO_LEADER.exception();
        }
        return LeaderResponse.newBuilder()
                .setHeader(first.getHeader())
                .setKv(first.getKvs(0))
                .build();
    }

    /** For one client, who is told of every leader and of what it proclaims, until the thread is interrupted. */
    public Observation observe(Caller caller, LeaderRequest request) {
        return new Observation(new OwnClient(services, caller), request.getName());
    }

    private static LeaderKey withSession(OwnClient client, LeaderKey leader) throws InterruptedException {
        return leader.toBuilder().setLease(client.session(leader.getLease())).build();
    }

    private static TxnRequest resignation(LeaderKey leader) {
        return TxnRequest.newBuilder()
                .addCompare(Turn.createdAt(leader.getKey(), leader.getRev()))
                .addSuccess(RequestOp.newBuilder()
                        .setRequestDeleteRange(DeleteRangeRequest.newBuilder().setKey(leader.getKey())))
                .build();
    }

    private static RequestOp put(ByteString key, ByteString value, long lease) {
        return RequestOp.newBuilder()
                .setRequestPut(
                        PutRequest.newBuilder().setKey(key).setValue(value).setLease(lease))
                .build();
    }
}
