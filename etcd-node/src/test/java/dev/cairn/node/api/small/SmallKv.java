// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.small;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.cairn.node.apply.Headers;
import dev.cairn.node.mvcc.read.RangeResult;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Kv;
import dev.cairn.node.server.RangeChunks;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.service.FairReads;
import dev.cairn.node.server.service.PagedRange;
import dev.cairn.node.server.service.RequestChecks;
import dev.cairn.node.server.stage.Replies;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.CompactionRequest;
import dev.cairn.node.wire.etcdserverpb.CompactionResponse;
import dev.cairn.node.wire.etcdserverpb.Compare;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import dev.cairn.node.wire.mvccpb.KeyValue;
import dev.cairn.node.wire.splice.Encoded;
import dev.cairn.node.wire.splice.EncodedDelete;
import dev.cairn.node.wire.splice.EncodedMessage;
import dev.cairn.node.wire.splice.EncodedPut;
import dev.cairn.node.wire.splice.EncodedRange;
import dev.cairn.node.wire.splice.EncodedTxn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/** Current revision only; sorted by key or creation. A failure or a held answer can be asked for. */
public final class SmallKv implements Kv {
    private static final int CHUNK_BYTES = 1024;
    private static final Headers HEADERS = new Headers(SmallStore.CLUSTER_ID, SmallStore.MEMBER_ID, () -> 2);

    private final SmallStore store;
    private final BlockingQueue<Runnable> held = new LinkedBlockingQueue<>();
    private final BlockingQueue<Caller> writers = new LinkedBlockingQueue<>();
    private RuntimeException nextFailure;
    private boolean holding;

    SmallKv(SmallStore store) {
        this.store = store;
    }

    /** The next request fails with this. */
    public void failNext(RuntimeException failure) {
        nextFailure = failure;
    }

    /** Requests are executed, but their answers wait for {@link #releaseAnswers}. */
    public void holdAnswers() {
        synchronized (held) {
            holding = true;
        }
    }

    /** Waits until one request's answer is held. */
    public void awaitHeldAnswer() throws InterruptedException {
        held.put(held.take());
    }

    public void releaseAnswers() {
        List<Runnable> ready;
        synchronized (held) {
            holding = false;
            ready = new ArrayList<>();
            held.drainTo(ready);
        }
        ready.forEach(Runnable::run);
    }

    @Override
    public void range(Caller caller, RangeRequest request, Reply<Encoded> reply) {
        answer(reply, () -> range(request));
    }

    @Override
    public void rangeStream(Caller caller, RangeRequest request, Reply<RangeChunks> reply) {
        Replies.guard(reply, () -> {
            RequestChecks.rangeStream(request);
            reply.done(new PagedRange(
                    request, (page, room) -> page(page), HEADERS, CHUNK_BYTES, new FairReads(Runnable::run, 1)));
        });
    }

    private RangeResult page(RangeRequest request) {
        synchronized (store) {
            EncodedRange range = range(request);
            return new RangeResult(store.revision, range.kvs(), range.more(), range.count());
        }
    }

    /** Who asked for the next put that nobody was told of. */
    public Caller takeWriter() throws InterruptedException {
        return writers.take();
    }

    @Override
    public void put(Caller caller, PutRequest request, Reply<Encoded> reply) {
        writers.add(caller);
        answer(reply, () -> write(() -> put(request, store.revision + 1)));
    }

    @Override
    public void deleteRange(Caller caller, DeleteRangeRequest request, Reply<Encoded> reply) {
        answer(reply, () -> write(() -> delete(request, store.revision + 1)));
    }

    @Override
    public void txn(Caller caller, TxnRequest request, Reply<Encoded> reply) {
        answer(reply, () -> write(() -> txn(request)));
    }

    @Override
    public void compact(Caller caller, CompactionRequest request, Reply<Encoded> reply) {
        answer(reply, () -> {
            store.compact(request.getRevision());
            return new EncodedMessage(
                    CompactionResponse.newBuilder().setHeader(store.header()).build());
        });
    }

    private void answer(Reply<Encoded> reply, Supplier<Encoded> work) {
        Runnable answer;
        try {
            Encoded done;
            synchronized (store) {
                if (nextFailure != null) {
                    RuntimeException failure = nextFailure;
                    nextFailure = null;
                    throw failure;
                }
                done = work.get();
            }
            answer = () -> reply.done(done);
        } catch (RuntimeException e) {
            answer = () -> reply.failed(e);
        }
        synchronized (held) {
            if (holding) {
                held.add(answer);
                return;
            }
        }
        answer.run();
    }

    private Encoded write(Supplier<Encoded> work) {
        int from = store.history.size();
        long at = store.revision + 1;
        Encoded response = work.get();
        store.commit(from, at);
        return response;
    }

    private EncodedRange range(RangeRequest request) {
        needKey(request.getKey());
        if (request.getRevision() > store.revision) {
            throw EtcdError.FUTURE_REV.exception();
        }
        List<byte[]> kvs = new ArrayList<>();
        int count = 0;
        for (KeyValue kv : sorted(request)) {
            count++;
            if (!request.getCountOnly() && (request.getLimit() == 0 || kvs.size() < request.getLimit())) {
                KeyValue shown =
                        request.getKeysOnly() ? kv.toBuilder().clearValue().build() : kv;
                kvs.add(shown.toByteArray());
            }
        }
        boolean more = request.getLimit() > 0 && count > kvs.size();
        return new EncodedRange(store.header(), kvs, more, count);
    }

    private List<KeyValue> sorted(RangeRequest request) {
        List<KeyValue> found = new ArrayList<>(
                store.slice(request.getKey(), request.getRangeEnd()).values());
        if (request.getMaxCreateRevision() > 0) {
            found.removeIf(kv -> kv.getCreateRevision() > request.getMaxCreateRevision());
        }
        if (request.getSortTarget() == RangeRequest.SortTarget.CREATE) {
            Comparator<KeyValue> order = Comparator.comparingLong(KeyValue::getCreateRevision);
            found.sort(request.getSortOrder() == RangeRequest.SortOrder.DESCEND ? order.reversed() : order);
        }
        return found;
    }

    private Encoded put(PutRequest request, long at) {
        needKey(request.getKey());
        KeyValue old = store.put(request.getKey(), request.getValue(), request.getLease(), at);
        return new EncodedPut(header(at), request.getPrevKv() && old != null ? old.toByteArray() : null);
    }

    private Encoded delete(DeleteRangeRequest request, long at) {
        needKey(request.getKey());
        List<KeyValue> gone = store.delete(request.getKey(), request.getRangeEnd(), at);
        return new EncodedDelete(
                header(gone.isEmpty() ? store.revision : at),
                gone.size(),
                request.getPrevKv()
                        ? gone.stream().map(MessageLite::toByteArray).toList()
                        : List.of());
    }

    private Encoded txn(TxnRequest request) {
        boolean succeeded = request.getCompareList().stream().allMatch(this::holds);
        long at = store.revision + 1;
        int from = store.history.size();
        List<EncodedTxn.Op> responses = new ArrayList<>();
        for (RequestOp op : succeeded ? request.getSuccessList() : request.getFailureList()) {
            responses.add(
                    switch (op.getRequestCase()) {
                        case REQUEST_RANGE -> new EncodedTxn.Op(EncodedTxn.Op.RANGE, range(op.getRequestRange()));
                        case REQUEST_PUT -> new EncodedTxn.Op(EncodedTxn.Op.PUT, put(op.getRequestPut(), at));
                        case REQUEST_DELETE_RANGE ->
                            new EncodedTxn.Op(EncodedTxn.Op.DELETE_RANGE, delete(op.getRequestDeleteRange(), at));
                        case REQUEST_TXN -> new EncodedTxn.Op(EncodedTxn.Op.TXN, txn(op.getRequestTxn()));
                        case REQUEST_NOT_SET -> throw EtcdError.KEY_NOT_FOUND.exception();
                    });
        }
        return new EncodedTxn(header(store.history.size() > from ? at : store.revision), succeeded, responses);
    }

    private boolean holds(Compare compare) {
        KeyValue kv = store.keys.getOrDefault(compare.getKey(), KeyValue.getDefaultInstance());
        int order = switch (compare.getTarget()) {
            case VERSION -> Long.compare(kv.getVersion(), compare.getVersion());
            case CREATE -> Long.compare(kv.getCreateRevision(), compare.getCreateRevision());
            case MOD -> Long.compare(kv.getModRevision(), compare.getModRevision());
            case LEASE -> Long.compare(kv.getLease(), compare.getLease());
            default -> SmallStore.ORDER.compare(kv.getValue(), compare.getValue());
        };
        return switch (compare.getResult()) {
            case EQUAL -> order == 0;
            case GREATER -> order > 0;
            case LESS -> order < 0;
            default -> order != 0;
        };
    }

    private dev.cairn.node.wire.etcdserverpb.ResponseHeader header(long at) {
        return store.header().toBuilder().setRevision(at).build();
    }

    private static void needKey(ByteString key) {
        if (key.isEmpty()) {
            throw EtcdError.EMPTY_KEY.exception();
        }
    }
}
