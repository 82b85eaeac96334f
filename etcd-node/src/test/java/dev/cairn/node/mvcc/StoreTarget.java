// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.mvcc.hash.CompactionHashes;
import dev.cairn.node.mvcc.hash.KvHash;
import dev.cairn.node.mvcc.read.Head;
import dev.cairn.node.mvcc.read.RangeResult;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.testkit.MemoryBackend;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeResponse;
import dev.cairn.node.wire.etcdserverpb.HashKVResponse;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.PutResponse;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RangeResponse;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import dev.cairn.node.wire.etcdserverpb.ResponseOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import dev.cairn.node.wire.etcdserverpb.TxnResponse;
import dev.cairn.node.wire.mvccpb.KeyValue;
import java.util.ArrayList;
import java.util.List;

/** Our store on a backend in memory, driven by one thread. */
final class StoreTarget implements KvTarget {
    private static final LeasedKeys NO_LEASES = new LeasedKeys() {
        @Override
        public void attached(long leaseId, byte[] key) {}

        @Override
        public void detached(long leaseId, byte[] key) {}
    };

    private final MvccOptions options;
    private MemoryBackend backend = new MemoryBackend();
    private MvccStore store;
    private CompactionHashes hashes;
    private final List<RevisionEvents> published = new ArrayList<>();

    StoreTarget(MvccOptions options) {
        this.options = options;
        open();
    }

    private void open() {
        store = MvccStore.open(backend, options, NO_LEASES);
        hashes = new CompactionHashes(store);
        store.listen(published::addAll);
    }

    MvccStore store() {
        return store;
    }

    MemoryBackend backend() {
        return backend;
    }

    List<RevisionEvents> published() {
        return published;
    }

    void flush() {
        backend.flush();
    }

    /** Everything since the last flush is lost. */
    void crash() {
        backend = backend.afterCrash();
        open();
    }

    @Override
    public TxnResponse txn(TxnRequest request) {
        try (WriteTx tx = backend.begin()) {
            MvccBatch batch = store.begin(tx);
            MvccTxn txn = batch.txn();
            TxnResponse.Builder response = TxnResponse.newBuilder().setSucceeded(true);
            try {
                request.getSuccessList().forEach(op -> response.addResponses(run(txn, op)));
            } catch (RuntimeException refused) {
                batch.close();
                throw refused;
            }
            response.setHeader(header(txn.end()));
            tx.commit();
            batch.publish();
            return response.build();
        }
    }

    private static ResponseOp run(MvccTxn txn, RequestOp op) {
        return switch (op.getRequestCase()) {
            case REQUEST_PUT ->
                ResponseOp.newBuilder()
                        .setResponsePut(put(txn, op.getRequestPut()))
                        .build();
            case REQUEST_DELETE_RANGE ->
                ResponseOp.newBuilder()
                        .setResponseDeleteRange(delete(txn, op.getRequestDeleteRange()))
                        .build();
            case REQUEST_RANGE ->
                ResponseOp.newBuilder()
                        .setResponseRange(decoded(txn.range(op.getRequestRange())))
                        .build();
            default -> throw new IllegalArgumentException("no such operation here: " + op);
        };
    }

    private static PutResponse put(MvccTxn txn, PutRequest put) {
        PutResponse.Builder response = PutResponse.newBuilder();
        txn.put(put.getKey().toByteArray(), put.getValue().toByteArray(), put.getLease())
                .ifPresent(previous -> response.setPrevKv(keyValue(previous.record())));
        return response.setHeader(header(txn.revision())).build();
    }

    private static DeleteRangeResponse delete(MvccTxn txn, DeleteRangeRequest delete) {
        List<Head> deleted = txn.deleteRange(
                delete.getKey().toByteArray(), delete.getRangeEnd().toByteArray());
        DeleteRangeResponse.Builder response = DeleteRangeResponse.newBuilder().setDeleted(deleted.size());
        deleted.forEach(each -> response.addPrevKvs(keyValue(each.record())));
        return response.setHeader(header(txn.revision())).build();
    }

    @Override
    public RangeResponse range(RangeRequest request) {
        return decoded(store.range(request));
    }

    @Override
    public void compact(long revision) {
        scheduleCompaction(revision);
        hashes.keep(KvHash.of(store, store.compactor().dueHash()));
        store.compactor().hashTaken();
        boolean more = true;
        while (more) {
            more = store.compactor().runOnce();
        }
    }

    void scheduleCompaction(long revision) {
        try (WriteTx tx = backend.begin()) {
            MvccBatch batch = store.begin(tx);
            try {
                batch.compact(revision);
            } catch (RuntimeException refused) {
                batch.close();
                throw refused;
            }
            tx.commit();
            batch.publish();
        }
    }

    @Override
    public HashKVResponse hash(long revision) {
        KvHash hash = hashes.at(revision);
        return HashKVResponse.newBuilder()
                .setHeader(header(hash.currentRevision()))
                .setHash(hash.hash())
                .setCompactRevision(hash.compactRevision())
                .setHashRevision(hash.hashRevision())
                .build();
    }

    private static RangeResponse decoded(RangeResult result) {
        RangeResponse.Builder response = RangeResponse.newBuilder()
                .setHeader(header(result.revision()))
                .setCount(result.count())
                .setMore(result.more());
        result.kvs().forEach(record -> response.addKvs(keyValue(record)));
        return response.build();
    }

    private static ResponseHeader header(long revision) {
        return ResponseHeader.newBuilder().setRevision(revision).build();
    }

    private static KeyValue keyValue(byte[] record) {
        try {
            return KeyValue.parseFrom(record);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("a stored record is no KeyValue", e);
        }
    }
}
