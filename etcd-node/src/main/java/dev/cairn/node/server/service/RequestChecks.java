// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.Compare;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import java.util.List;

/** The form of key-value requests, checked where etcd checks it: before anything is proposed (v3rpc/key.go). */
public final class RequestChecks {
    private RequestChecks() {}

    public static void range(RangeRequest request) {
        if (request.getKey().isEmpty()) {
            throw EtcdError.EMPTY_KEY.exception();
        }
        if (request.getSortOrder() == RangeRequest.SortOrder.UNRECOGNIZED
                || request.getSortTarget() == RangeRequest.SortTarget.UNRECOGNIZED) {
            throw EtcdError.INVALID_SORT_OPTION.exception();
        }
    }

    /** What cannot be read page by page is refused, as etcd refuses it. */
    public static void rangeStream(RangeRequest request) {
        range(request);
        boolean byKey = request.getSortTarget() == RangeRequest.SortTarget.KEY;
        if (request.getSortOrder() != RangeRequest.SortOrder.NONE
                && !(byKey && request.getSortOrder() == RangeRequest.SortOrder.ASCEND)) {
            throw EtcdError.STREAM_SORT_ORDER.exception();
        }
        if (request.getMinModRevision() != 0
                || request.getMaxModRevision() != 0
                || request.getMinCreateRevision() != 0
                || request.getMaxCreateRevision() != 0) {
            throw EtcdError.STREAM_REVISION_FILTER.exception();
        }
    }

    public static void put(PutRequest request) {
        if (request.getKey().isEmpty()) {
            throw EtcdError.EMPTY_KEY.exception();
        }
        if (request.getIgnoreValue() && !request.getValue().isEmpty()) {
            throw EtcdError.VALUE_PROVIDED.exception();
        }
        if (request.getIgnoreLease() && request.getLease() != 0) {
            throw EtcdError.LEASE_PROVIDED.exception();
        }
    }

    public static void deleteRange(DeleteRangeRequest request) {
        if (request.getKey().isEmpty()) {
            throw EtcdError.EMPTY_KEY.exception();
        }
    }

    /** Form first, then overlapping changes; a nested txn has what its parent left of the budget of operations. */
    public static void txn(TxnRequest request, int maxOps) {
        form(request, maxOps);
        TxnOverlaps.check(request.getSuccessList());
        TxnOverlaps.check(request.getFailureList());
    }

    private static void form(TxnRequest request, int maxOps) {
        int ops = Math.max(request.getCompareCount(), Math.max(request.getSuccessCount(), request.getFailureCount()));
        if (ops > maxOps) {
            throw EtcdError.TOO_MANY_OPS.exception();
        }
        for (Compare compare : request.getCompareList()) {
            if (compare.getKey().isEmpty()) {
                throw EtcdError.EMPTY_KEY.exception();
            }
        }
        branch(request.getSuccessList(), maxOps - ops);
        branch(request.getFailureList(), maxOps - ops);
    }

    private static void branch(List<RequestOp> ops, int remainingOps) {
        for (RequestOp op : ops) {
            switch (op.getRequestCase()) {
                case REQUEST_RANGE -> range(op.getRequestRange());
                case REQUEST_PUT -> put(op.getRequestPut());
                case REQUEST_DELETE_RANGE -> deleteRange(op.getRequestDeleteRange());
                case REQUEST_TXN -> form(op.getRequestTxn(), remainingOps);
                case REQUEST_NOT_SET -> throw EtcdError.KEY_NOT_FOUND.exception();
            }
        }
    }

    /** Whether a txn only reads, so that it needs no log entry: its top-level operations are ranges, in both branches. */
    public static boolean readsOnly(TxnRequest request) {
        return request.getSuccessList().stream().allMatch(RequestOp::hasRequestRange)
                && request.getFailureList().stream().allMatch(RequestOp::hasRequestRange);
    }

    public static boolean serializable(TxnRequest request) {
        return request.getSuccessList().stream()
                        .allMatch(op -> op.getRequestRange().getSerializable())
                && request.getFailureList().stream()
                        .allMatch(op -> op.getRequestRange().getSerializable());
    }
}
