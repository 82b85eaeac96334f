// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.auth;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.cairn.node.wire.EtcdException;
import dev.cairn.node.wire.etcdserverpb.Compare;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one request needs, as etcd's authApplierV3 asks for it: everything that it could touch, whichever branch it takes
 * and however deep. Made for one request; a lease is looked through once, however many puts name it.
 */
public final class RequestPermissions {
    private static final ByteString ONE_KEY = ByteString.EMPTY;

    private final AuthState state;
    private final AuthInfo who;
    private final LeaseKeys leases;
    private final Set<Long> checkedLeases = new HashSet<>();

    public RequestPermissions(AuthState state, AuthInfo who, LeaseKeys leases) {
        this.state = state;
        this.who = who;
        this.leases = leases;
    }

    public void range(RangeRequest request) {
        state.requireRead(who, request.getKey(), request.getRangeEnd());
    }

    /** Who could not revoke the lease must not attach a key to it; who is told the old value must be allowed to read it. */
    public void put(PutRequest request) {
        state.requireWrite(who, request.getKey(), ONE_KEY);
        leaseWrites(request.getLease());
        if (request.getPrevKv()) {
            state.requireRead(who, request.getKey(), ONE_KEY);
        }
    }

    public void deleteRange(DeleteRangeRequest request) {
        state.requireWrite(who, request.getKey(), request.getRangeEnd());
        if (request.getPrevKv()) {
            state.requireRead(who, request.getKey(), request.getRangeEnd());
        }
    }

    public void txn(TxnRequest request) {
        for (Compare compare : request.getCompareList()) {
            state.requireRead(who, compare.getKey(), compare.getRangeEnd());
        }
        branch(request.getSuccessList());
        branch(request.getFailureList());
    }

    private void branch(List<RequestOp> ops) {
        for (RequestOp op : ops) {
            switch (op.getRequestCase()) {
                case REQUEST_RANGE -> range(op.getRequestRange());
                case REQUEST_PUT -> put(op.getRequestPut());
                case REQUEST_DELETE_RANGE -> deleteRange(op.getRequestDeleteRange());
                case REQUEST_TXN -> txn(op.getRequestTxn());
                case REQUEST_NOT_SET -> {}
            }
        }
    }

    /** All keys of a lease: to revoke or renew it, or to attach one more. */
    public void leaseWrites(long leaseId) {
        if (leaseId != 0 && !state.isRoot(who) && checkedLeases.add(leaseId)) {
            leases.of(leaseId).forEach(key -> state.requireWrite(who, UnsafeByteOperations.unsafeWrap(key), ONE_KEY));
        }
    }

    public void renewal(long leaseId) {
        state.requireSomebody(who);
        leaseWrites(leaseId);
    }

    /** To be told which leases there are, one must be allowed to read all that hangs on them. */
    public void leases(Stream<Long> ids) {
        state.requireSomebody(who);
        ids.forEach(id -> leaseReads(state.isRoot(who) ? List.of() : leases.of(id)));
    }

    /** All keys of a lease, to be told them. */
    public void leaseReads(List<byte[]> keys) {
        if (!state.isRoot(who)) {
            keys.forEach(key -> state.requireRead(who, UnsafeByteOperations.unsafeWrap(key), ONE_KEY));
        }
    }

    /** Everybody may look at himself. */
    public void userGet(String user) {
        rootUnless(user.equals(who.user()));
    }

    /** Everybody may look at the roles he has. */
    public void roleGet(String role) {
        rootUnless(state.hasRole(who.user(), role));
    }

    private void rootUnless(boolean own) {
        try {
            state.requireRoot(who);
        } catch (EtcdException refused) {
            if (!own) {
                throw refused;
            }
        }
    }
}
