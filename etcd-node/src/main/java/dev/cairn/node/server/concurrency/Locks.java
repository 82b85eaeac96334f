// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.concurrency;

import com.google.protobuf.ByteString;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Kv;
import dev.cairn.node.server.Leases;
import dev.cairn.node.server.Watches;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeResponse;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import dev.cairn.node.wire.etcdserverpb.TxnResponse;
import dev.cairn.node.wire.v3lockpb.LockRequest;
import dev.cairn.node.wire.v3lockpb.LockResponse;
import dev.cairn.node.wire.v3lockpb.UnlockRequest;
import dev.cairn.node.wire.v3lockpb.UnlockResponse;

/**
 * v3lockpb.Lock: who holds a lock is the oldest key under its name, which goes with its lease. Calls block until they
 * are answered; an interrupt says that the client is gone, and takes its key away.
 */
public final class Locks {
    private final OwnClient.OwnServices services;

    public Locks(Kv kv, Leases leases, Watches watches) {
        this.services = new OwnClient.OwnServices(kv, leases, watches);
    }

    /** Waits until the lock is held. SESSION_EXPIRED where the lease ended meanwhile. */
    public LockResponse lock(Caller caller, LockRequest request) throws InterruptedException {
        OwnClient client = new OwnClient(services, caller);
        ByteString name = request.getName();
        long lease = client.session(request.getLease());
        ByteString key = Turn.key(name, lease);
        TxnResponse entered = client.txn(entrance(name, key, lease));
        long revision = entered.getSucceeded()
                ? entered.getHeader().getRevision()
                : entered.getResponses(0).getResponseRange().getKvs(0).getCreateRevision();
        RangeResponse owner = entered.getResponses(1).getResponseRange();
        ResponseHeader header = owner.getKvsCount() == 0 || owner.getKvs(0).getCreateRevision() == revision
                ? entered.getHeader()
                : waitBehind(client, name, key, revision);
        return LockResponse.newBuilder().setHeader(header).setKey(key).build();
    }

    /** A session that waits already, or holds the lock, keeps its place. */
    private static TxnRequest entrance(ByteString name, ByteString key, long lease) {
        PutRequest put = PutRequest.newBuilder().setKey(key).setLease(lease).build();
        RequestOp first =
                RequestOp.newBuilder().setRequestRange(Turn.first(name)).build();
        return TxnRequest.newBuilder()
                .addCompare(Turn.createdAt(key, 0))
                .addSuccess(RequestOp.newBuilder().setRequestPut(put))
                .addSuccess(first)
                .addFailure(RequestOp.newBuilder().setRequestRange(Turn.get(key)))
                .addFailure(first)
                .build();
    }

    private static ResponseHeader waitBehind(OwnClient client, ByteString name, ByteString key, long revision)
            throws InterruptedException {
        RangeResponse own;
        try {
            Turn.await(client, name, revision - 1);
            own = client.range(Turn.get(key));
        } catch (InterruptedException | RuntimeException e) {
            client.deleteLater(key);
            throw e;
        }
        if (own.getKvsCount() == 0) {
            throw EtcdError.SESSION_EXPIRED.exception();
        }
        return own.getHeader();
    }

    public UnlockResponse unlock(Caller caller, UnlockRequest request) throws InterruptedException {
        return UnlockResponse.newBuilder()
                .setHeader(
                        new OwnClient(services, caller).delete(request.getKey()).getHeader())
                .build();
    }
}
