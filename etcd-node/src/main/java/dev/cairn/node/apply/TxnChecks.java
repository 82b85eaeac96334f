// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.apply;

import dev.cairn.node.lease.Lessor;
import dev.cairn.node.mvcc.read.ReadView;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import java.util.List;

/** What could refuse an operation on the path taken, asked of the state before the transaction: all of it or nothing. */
final class TxnChecks {
    private TxnChecks() {}

    static void check(TxnRequest request, TxnPath path, ReadView before, Lessor lessor) {
        int nested = 0;
        for (RequestOp op : path.branch(request)) {
            switch (op.getRequestCase()) {
                case REQUEST_RANGE -> checkRange(op.getRequestRange(), before);
                case REQUEST_PUT -> checkPut(op.getRequestPut(), before, lessor);
                case REQUEST_TXN -> check(op.getRequestTxn(), path.nested().get(nested++), before, lessor);
                case REQUEST_DELETE_RANGE, REQUEST_NOT_SET -> {}
            }
        }
    }

    /** Unlike in a plain range, a negative revision counts as compacted once there was a compaction (etcd's checkRange). */
    static void checkRange(RangeRequest request, ReadView before) {
        long revision = request.getRevision();
        if (revision == 0) {
            return;
        }
        if (revision > before.revision()) {
            throw EtcdError.FUTURE_REV.exception();
        }
        if (revision < before.compactRevision()) {
            throw EtcdError.COMPACTED.exception();
        }
    }

    static void checkPut(PutRequest request, ReadView before, Lessor lessor) {
        boolean needsPrevious = request.getIgnoreValue() || request.getIgnoreLease();
        if (needsPrevious && before.head(request.getKey().toByteArray()).isEmpty()) {
            throw EtcdError.KEY_NOT_FOUND.exception();
        }
        if (request.getLease() != 0 && !lessor.contains(request.getLease())) {
            throw EtcdError.LEASE_NOT_FOUND.exception();
        }
    }

    /** Whether either branch, at any depth, holds a put. */
    static boolean puts(TxnRequest request) {
        return puts(request.getSuccessList()) || puts(request.getFailureList());
    }

    private static boolean puts(List<RequestOp> branch) {
        return branch.stream().anyMatch(op -> op.hasRequestPut() || (op.hasRequestTxn() && puts(op.getRequestTxn())));
    }
}
