// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.apply;

import dev.cairn.node.mvcc.read.RangeResult;
import dev.cairn.node.mvcc.read.ReadView;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import dev.cairn.node.wire.splice.EncodedRange;
import dev.cairn.node.wire.splice.EncodedTxn;
import java.util.ArrayList;
import java.util.List;

/** A transaction that only reads: compares and ranges on one moment of the store, without a log entry. */
public final class ReadOnlyTxn {
    private ReadOnlyTxn() {}

    public static EncodedTxn run(TxnRequest request, ReadView view, Headers headers) {
        TxnPath path = TxnPath.of(request, view);
        List<EncodedTxn.Op> responses = new ArrayList<>();
        for (RequestOp op : path.branch(request)) {
            TxnChecks.checkRange(op.getRequestRange(), view);
            RangeResult result = view.range(op.getRequestRange());
            EncodedRange range = new EncodedRange(
                    Headers.revisionOnly(view.revision()), result.kvs(), result.more(), result.count());
            responses.add(new EncodedTxn.Op(EncodedTxn.Op.RANGE, range));
        }
        return new EncodedTxn(headers.at(view.revision()), path.succeeded(), responses);
    }
}
