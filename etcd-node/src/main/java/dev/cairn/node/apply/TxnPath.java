// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.apply;

import dev.cairn.node.mvcc.read.ReadView;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import java.util.ArrayList;
import java.util.List;

/** Which branch each level of a transaction takes: every comparison is made on the state before the transaction. */
record TxnPath(boolean succeeded, List<TxnPath> nested) {
    static TxnPath of(TxnRequest request, ReadView before) {
        boolean succeeded = request.getCompareList().stream().allMatch(compare -> Comparison.holds(compare, before));
        List<TxnPath> nested = new ArrayList<>();
        for (RequestOp op : succeeded ? request.getSuccessList() : request.getFailureList()) {
            if (op.hasRequestTxn()) {
                nested.add(of(op.getRequestTxn(), before));
            }
        }
        return new TxnPath(succeeded, nested);
    }

    List<RequestOp> branch(TxnRequest request) {
        return succeeded ? request.getSuccessList() : request.getFailureList();
    }
}
