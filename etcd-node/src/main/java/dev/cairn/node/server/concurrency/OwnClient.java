// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.concurrency;

import com.google.protobuf.ByteString;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Kv;
import dev.cairn.node.server.Leases;
import dev.cairn.node.server.Watches;
import dev.cairn.node.server.stage.Ignored;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantResponse;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RangeResponse;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import dev.cairn.node.wire.etcdserverpb.TxnResponse;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import dev.cairn.node.wire.splice.Encoded;

/**
 * The member's own services as one caller's client, each call waited for; what the caller may not do fails as it would
 * there. Interrupted where the caller is gone.
 */
final class OwnClient {
    /** Of a session for which the client brought no lease, as clientv3's. */
    private static final long SESSION_TTL_SECONDS = 60;

    private final OwnServices services;
    private final Caller caller;

    /** What a client of locks and elections asks. */
    record OwnServices(Kv kv, Leases leases, Watches watches) {}

    OwnClient(OwnServices services, Caller caller) {
        this.services = services;
        this.caller = caller;
    }

    /** The lease itself, or a new one where it is 0, which nobody keeps alive. */
    long session(long lease) throws InterruptedException {
        if (lease != 0) {
            return lease;
        }
        LeaseGrantRequest grant =
                LeaseGrantRequest.newBuilder().setTTL(SESSION_TTL_SECONDS).build();
        return Asked.<LeaseGrantResponse>of(reply -> services.leases().grant(caller, grant, reply))
                .getID();
    }

    TxnResponse txn(TxnRequest request) throws InterruptedException {
        return (TxnResponse) Asked.<Encoded>of(reply -> services.kv().txn(caller, request, reply))
                .toMessage();
    }

    RangeResponse range(RangeRequest request) throws InterruptedException {
        return (RangeResponse) Asked.<Encoded>of(reply -> services.kv().range(caller, request, reply))
                .toMessage();
    }

    DeleteRangeResponse delete(ByteString key) throws InterruptedException {
        return (DeleteRangeResponse) Asked.<Encoded>of(reply -> services.kv().deleteRange(caller, deletion(key), reply))
                .toMessage();
    }

    /** For a caller who is gone: nobody waits for it. */
    void deleteLater(ByteString key) {
        services.kv().deleteRange(caller, deletion(key), Ignored.reply());
    }

    /** As {@link #deleteLater}, for a change that depends on something. */
    void txnLater(TxnRequest request) {
        services.kv().txn(caller, request, Ignored.reply());
    }

    private static DeleteRangeRequest deletion(ByteString key) {
        return DeleteRangeRequest.newBuilder().setKey(key).build();
    }

    WatchedKeys watch(WatchCreateRequest request) {
        return WatchedKeys.open(services.watches(), caller, request);
    }
}
