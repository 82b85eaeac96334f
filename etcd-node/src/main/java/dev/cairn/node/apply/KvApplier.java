// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.apply;

import dev.cairn.node.figures.ApplyFigures;
import dev.cairn.node.lease.Lessor;
import dev.cairn.node.mvcc.MvccBatch;
import dev.cairn.node.mvcc.MvccTxn;
import dev.cairn.node.mvcc.read.Head;
import dev.cairn.node.mvcc.read.RangeResult;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.EtcdException;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import dev.cairn.node.wire.splice.Encoded;
import dev.cairn.node.wire.splice.EncodedDelete;
import dev.cairn.node.wire.splice.EncodedPut;
import dev.cairn.node.wire.splice.EncodedRange;
import dev.cairn.node.wire.splice.EncodedTxn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongPredicate;

/**
 * Puts, deletes and transactions. One request is one MVCC transaction, so one revision. Everything that could refuse a
 * request is checked on the state before it, before anything is written (etcd's txn package).
 */
final class KvApplier {
    private static final byte[] NO_VALUE = {};
    private static final long NO_LEASE = 0;

    private final Lessor lessor;
    private final Headers headers;
    private final MvccBatch mvcc;
    private final ApplyFigures figures;
    /** Of the request that is being applied. */
    private int operations;

    private LongPredicate room = bytes -> true;
    private boolean tooLarge;

    KvApplier(Lessor lessor, Headers headers, MvccBatch mvcc, ApplyFigures figures) {
        this.figures = figures;
        this.lessor = lessor;
        this.headers = headers;
        this.mvcc = mvcc;
    }

    /** The next request's answer may become as large as {@code newRoom} lets it; what it changes does not depend on that. */
    void answering(LongPredicate newRoom) {
        room = newRoom;
        tooLarge = false;
    }

    private boolean hasRoomFor(long bytes) {
        boolean fits = !tooLarge && room.test(bytes);
        tooLarge = !fits;
        return fits;
    }

    /** What to tell the client when the request has been carried out. */
    private Object answer(Encoded response) {
        return tooLarge ? EtcdError.RESPONSE_TOO_LARGE.exception() : response;
    }

    Object put(PutRequest request) {
        return refusable(txn -> {
            TxnChecks.checkPut(request, txn, lessor);
            byte[] previous = put(request, txn);
            return new EncodedPut(headers.at(txn.end()), previous);
        });
    }

    Object deleteRange(DeleteRangeRequest request) {
        return refusable(txn -> {
            List<Head> deleted = delete(request, txn);
            long revision = txn.end();
            return new EncodedDelete(headers.at(revision), deleted.size(), previousRecords(request, deleted));
        });
    }

    Object range(RangeRequest request) {
        return refusable(txn -> {
            RangeResult result = range(request, txn);
            return new EncodedRange(headers.at(txn.end()), result.kvs(), result.more(), result.count());
        });
    }

    Object txn(TxnRequest request, boolean answered) {
        return refusable(txn -> {
            TxnPath path = TxnPath.of(request, txn);
            TxnChecks.check(request, path, txn, lessor);
            List<EncodedTxn.Op> responses = run(request, path, txn, answered);
            return new EncodedTxn(headers.at(txn.end()), path.succeeded(), responses);
        });
    }

    /** A refusal ends the transaction as it began; one that comes after a change would leave half of it behind. */
    private Object refusable(Function<MvccTxn, Encoded> work) {
        MvccTxn txn = mvcc.txn();
        long before = txn.revision();
        operations = 0;
        try {
            Encoded response = work.apply(txn);
            if (operations > 1) {
                figures.txns().increment();
            }
            return answer(response);
        } catch (EtcdException refused) {
            if (txn.end() != before) {
                throw new IllegalStateException("a request was refused after it had changed something", refused);
            }
            throw refused;
        }
    }

    private List<EncodedTxn.Op> run(TxnRequest request, TxnPath path, MvccTxn txn, boolean answered) {
        List<RequestOp> branch = path.branch(request);
        List<EncodedTxn.Op> responses = new ArrayList<>(branch.size());
        int nested = 0;
        for (RequestOp op : branch) {
            switch (op.getRequestCase()) {
                case REQUEST_RANGE -> {
                    if (answered) {
                        responses.add(rangeOp(op.getRequestRange(), txn));
                    }
                }
                case REQUEST_PUT -> {
                    byte[] previous = put(op.getRequestPut(), txn);
                    responses.add(new EncodedTxn.Op(EncodedTxn.Op.PUT, new EncodedPut(opHeader(txn), previous)));
                }
                case REQUEST_DELETE_RANGE -> {
                    DeleteRangeRequest delete = op.getRequestDeleteRange();
                    List<Head> deleted = delete(delete, txn);
                    responses.add(new EncodedTxn.Op(
                            EncodedTxn.Op.DELETE_RANGE,
                            new EncodedDelete(opHeader(txn), deleted.size(), previousRecords(delete, deleted))));
                }
                case REQUEST_TXN -> {
                    TxnPath inner = path.nested().get(nested++);
                    List<EncodedTxn.Op> ops = run(op.getRequestTxn(), inner, txn, answered);
                    EncodedTxn response = new EncodedTxn(ResponseHeader.getDefaultInstance(), inner.succeeded(), ops);
                    responses.add(new EncodedTxn.Op(EncodedTxn.Op.TXN, response));
                }
                case REQUEST_NOT_SET -> throw EtcdError.KEY_NOT_FOUND.exception();
            }
        }
        return responses;
    }

    private EncodedTxn.Op rangeOp(RangeRequest request, MvccTxn txn) {
        RangeResult result;
        try {
            result = range(request, txn);
        } catch (EtcdException refused) {
            if (refused.error() != EtcdError.RESPONSE_TOO_LARGE) {
                throw refused;
            }
            // The changes beside it go on all the same: other members know nothing of this one's memory.
            result = new RangeResult(txn.revision(), List.of(), false, 0);
        }
        return new EncodedTxn.Op(
                EncodedTxn.Op.RANGE,
                new EncodedRange(Headers.revisionOnly(txn.revision()), result.kvs(), result.more(), result.count()));
    }

    private RangeResult range(RangeRequest request, MvccTxn txn) {
        operations++;
        figures.ranges().increment();
        return txn.range(request, this::hasRoomFor);
    }

    private static ResponseHeader opHeader(MvccTxn txn) {
        return Headers.revisionOnly(txn.revision());
    }

    /** Returns the previous record where it was asked for. */
    private byte[] put(PutRequest request, MvccTxn txn) {
        byte[] key = request.getKey().toByteArray();
        byte[] value = request.getValue().toByteArray();
        long lease = request.getLease();
        if (request.getIgnoreValue() || request.getIgnoreLease()) {
            // The key existed before the transaction; an open-ended delete inside it, which overlaps with nothing by
            // etcd's rules, may have taken it since.
            Optional<Head> kept = txn.head(key);
            value = request.getIgnoreValue() ? kept.map(Head::value).orElse(NO_VALUE) : value;
            lease = request.getIgnoreLease() ? kept.map(Head::leaseId).orElse(NO_LEASE) : lease;
        }
        operations++;
        figures.puts().increment();
        figures.putBytes().add(key.length + value.length);
        Optional<Head> replaced = txn.put(key, value, lease);
        return request.getPrevKv()
                ? replaced.filter(head -> hasRoomFor(head.recordBytes()))
                        .map(Head::record)
                        .orElse(null)
                : null;
    }

    private List<Head> delete(DeleteRangeRequest request, MvccTxn txn) {
        operations++;
        figures.deletes().increment();
        return txn.deleteRange(
                request.getKey().toByteArray(), request.getRangeEnd().toByteArray());
    }

    private List<byte[]> previousRecords(DeleteRangeRequest request, List<Head> deleted) {
        boolean answered = request.getPrevKv()
                && hasRoomFor(deleted.stream().mapToLong(Head::recordBytes).sum());
        return answered ? deleted.stream().map(Head::record).toList() : List.of();
    }
}
