// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * No key may be put twice, nor put and deleted, in one txn: revisions inside it would be ambiguous. Both branches of a
 * nested txn may touch the same key, since only one is taken. Like etcd, an open-ended delete is taken literally: its
 * end "\0" covers nothing; and a nested delete is held against what comes after it, not against the puts of nested txns
 * before it.
 */
public final class TxnOverlaps {
    private final TreeSet<ByteString> puts = new TreeSet<>(ByteString.unsignedLexicographicalComparator());
    private final List<DeleteRangeRequest> deletes = new ArrayList<>();

    private TxnOverlaps() {}

    public static void check(List<RequestOp> branch) {
        of(branch);
    }

    private static TxnOverlaps of(List<RequestOp> branch) {
        TxnOverlaps level = new TxnOverlaps();
        for (RequestOp op : branch) {
            if (op.hasRequestDeleteRange()) {
                level.deletes.add(op.getRequestDeleteRange());
            }
        }
        for (RequestOp op : branch) {
            if (op.hasRequestTxn()) {
                level.takeNested(op.getRequestTxn());
            }
        }
        for (RequestOp op : branch) {
            if (op.hasRequestPut()) {
                level.takePut(op.getRequestPut().getKey());
            }
        }
        return level;
    }

    private void takeNested(TxnRequest txn) {
        TxnOverlaps then = of(txn.getSuccessList());
        TxnOverlaps otherwise = of(txn.getFailureList());
        requireApart(then);
        requireApart(otherwise);
        puts.addAll(then.puts);
        puts.addAll(otherwise.puts);
        deletes.addAll(then.deletes);
        deletes.addAll(otherwise.deletes);
    }

    private void requireApart(TxnOverlaps nested) {
        for (ByteString key : nested.puts) {
            if (puts.contains(key) || deleted(key, deletes)) {
                throw EtcdError.DUPLICATE_KEY.exception();
            }
        }
    }

    private void takePut(ByteString key) {
        if (!puts.add(key) || deleted(key, deletes)) {
            throw EtcdError.DUPLICATE_KEY.exception();
        }
    }

    private static boolean deleted(ByteString key, List<DeleteRangeRequest> deletes) {
        Comparator<ByteString> order = ByteString.unsignedLexicographicalComparator();
        for (DeleteRangeRequest delete : deletes) {
            boolean covers = delete.getRangeEnd().isEmpty()
                    ? key.equals(delete.getKey())
                    : order.compare(key, delete.getKey()) >= 0 && order.compare(key, delete.getRangeEnd()) < 0;
            if (covers) {
                return true;
            }
        }
        return false;
    }
}
