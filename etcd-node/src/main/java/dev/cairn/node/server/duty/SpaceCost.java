// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.duty;

import dev.cairn.node.lease.Lessor;
import dev.cairn.node.mvcc.index.IndexCost;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import java.util.List;

/**
 * What a request may need at most. Of the store by etcd's estimates, and nothing where nothing is put, so that deletions and
 * compactions go on; of the index as if every key put were new, and what deleted keys take until they are compacted.
 *
 * @param storeBytes what it adds to the store; 0 when it puts nothing
 * @param indexBytes what it adds to the index
 * @param deletedKeys how many keys it deletes at most
 */
record SpaceCost(long storeBytes, long indexBytes, long deletedKeys) {
    private static final SpaceCost NOTHING = new SpaceCost(0, 0, 0);

    private static final long KEY_OVERHEAD_BYTES = 256;
    private static final long LEASE_BYTES = 64;

    /** How many keys a range holds. */
    interface Count {
        long of(byte[] key, byte[] rangeEnd);
    }

    static SpaceCost of(InternalRaftRequest.Builder request, Count count) {
        if (request.hasPut()) {
            return of(request.getPut());
        }
        if (request.hasTxn()) {
            return of(request.getTxn(), count);
        }
        if (request.hasDeleteRange()) {
            return of(request.getDeleteRange(), count);
        }
        return request.hasLeaseGrant() ? new SpaceCost(LEASE_BYTES, Lessor.LEASE_MEMORY_BYTES, 0) : NOTHING;
    }

    boolean isNothing() {
        return storeBytes == 0 && deletedKeys == 0;
    }

    boolean puts() {
        return storeBytes > 0;
    }

    private static SpaceCost of(PutRequest put) {
        return new SpaceCost(
                KEY_OVERHEAD_BYTES + put.getKey().size() + put.getValue().size(),
                IndexCost.ofKey(put.getKey().size()),
                0);
    }

    private static SpaceCost of(DeleteRangeRequest delete, Count count) {
        long keys = delete.getRangeEnd().isEmpty()
                ? 1
                : count.of(delete.getKey().toByteArray(), delete.getRangeEnd().toByteArray());
        return new SpaceCost(0, keys * IndexCost.DELETION_BYTES, keys);
    }

    private static SpaceCost of(TxnRequest txn, Count count) {
        SpaceCost success = of(txn.getSuccessList(), count);
        SpaceCost failure = of(txn.getFailureList(), count);
        return new SpaceCost(
                Math.max(success.storeBytes, failure.storeBytes),
                Math.max(success.indexBytes, failure.indexBytes),
                Math.max(success.deletedKeys, failure.deletedKeys));
    }

    private static SpaceCost of(List<RequestOp> branch, Count count) {
        SpaceCost sum = NOTHING;
        for (RequestOp op : branch) {
            SpaceCost cost = switch (op.getRequestCase()) {
                case REQUEST_PUT -> of(op.getRequestPut());
                case REQUEST_TXN -> of(op.getRequestTxn(), count);
                case REQUEST_DELETE_RANGE -> of(op.getRequestDeleteRange(), count);
                case REQUEST_RANGE, REQUEST_NOT_SET -> NOTHING;
            };
            sum = new SpaceCost(
                    sum.storeBytes + cost.storeBytes,
                    sum.indexBytes + cost.indexBytes,
                    sum.deletedKeys + cost.deletedKeys);
        }
        return sum;
    }
}
