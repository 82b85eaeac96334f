// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import dev.cairn.node.apply.Headers;
import dev.cairn.node.apply.ReadOnlyTxn;
import dev.cairn.node.mvcc.read.RangeResult;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Kv;
import dev.cairn.node.server.RangeChunks;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.stage.Authorization;
import dev.cairn.node.server.stage.LiveFeatures;
import dev.cairn.node.server.stage.Proposer;
import dev.cairn.node.server.stage.ReadIndexes;
import dev.cairn.node.server.stage.Replies;
import dev.cairn.node.server.stage.Stopwatch;
import dev.cairn.node.wire.etcdserverpb.CompactionRequest;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import dev.cairn.node.wire.splice.Encoded;
import dev.cairn.node.wire.splice.EncodedRange;
import dev.cairn.node.wire.splice.EncodedTxn;
import java.util.function.LongPredicate;

/** Keys and values over raft: changes go through the log, linearizable reads through a read-index round. */
public final class RaftKv implements Kv {
    private final Proposer proposer;
    private final Authorization authorization;
    private final ReadIndexes reads;
    private final LiveFeatures live;
    private final Headers headers;
    private final FairReads readers;
    private final Stopwatch timing;
    private final int maxTxnOps;
    private final int chunkBytes;

    /** {@code chunkBytes}: what a message of a RangeStream is to have, about. */
    public RaftKv(
            Proposer proposer,
            Authorization authorization,
            ReadIndexes reads,
            LiveFeatures live,
            Headers headers,
            FairReads readers,
            Stopwatch timing,
            int maxTxnOps,
            int chunkBytes) {
        this.proposer = proposer;
        this.authorization = authorization;
        this.reads = reads;
        this.live = live;
        this.headers = headers;
        this.readers = readers;
        this.timing = timing;
        this.maxTxnOps = maxTxnOps;
        this.chunkBytes = chunkBytes;
    }

    @Override
    public void range(Caller caller, RangeRequest request, Reply<Encoded> untimed) {
        Reply<Encoded> reply = timing.timed("Range", untimed);
        Replies.guard(reply, () -> {
            RequestChecks.range(request);
            whenReadable(
                    request.getSerializable(),
                    reply,
                    () -> authorization.read(caller, reply, may -> may.range(request), () -> read(request, reply)));
        });
    }

    @Override
    public void rangeStream(Caller caller, RangeRequest request, Reply<RangeChunks> reply) {
        Replies.guard(reply, () -> {
            RequestChecks.rangeStream(request);
            whenReadable(
                    request.getSerializable(),
                    reply,
                    () -> authorization.readInChunks(
                            caller,
                            reply,
                            may -> may.range(request),
                            () -> new PagedRange(request, this::read, headers, chunkBytes, readers)));
        });
    }

    private RangeResult read(RangeRequest request, LongPredicate room) {
        long began = timing.now();
        timing.figures().apply().ranges().increment();
        boolean success = false;
        try {
            RangeResult result = live.read(features -> features.mvcc().read(view -> view.range(request), room));
            success = true;
            timing.slow().range(request, result, timing.now() - began);
            return result;
        } finally {
            timing.figures().requests().ranges().observeNanos("", success, timing.now() - began);
        }
    }

    private Encoded read(RangeRequest request, Reply<Encoded> reply) {
        RangeResult result = read(request, (LongPredicate) reply::hasRoomFor);
        return new EncodedRange(headers.at(result.revision()), result.kvs(), result.more(), result.count());
    }

    private void whenReadable(boolean serializable, Reply<?> reply, Runnable read) {
        Runnable guarded = () -> Replies.guard(reply, read);
        if (serializable) {
            readers.execute(reply.client(), guarded);
        } else {
            reads.read(Replies.then(reply, nothing -> readers.execute(reply.client(), guarded)));
        }
    }

    @Override
    public void put(Caller caller, PutRequest request, Reply<Encoded> reply) {
        Replies.guard(reply, () -> {
            RequestChecks.put(request);
            proposer.propose(caller, InternalRaftRequest.newBuilder().setPut(request), encoded(reply));
        });
    }

    @Override
    public void deleteRange(Caller caller, DeleteRangeRequest request, Reply<Encoded> reply) {
        Replies.guard(reply, () -> {
            RequestChecks.deleteRange(request);
            proposer.propose(caller, InternalRaftRequest.newBuilder().setDeleteRange(request), encoded(reply));
        });
    }

    @Override
    public void txn(Caller caller, TxnRequest request, Reply<Encoded> reply) {
        Replies.guard(reply, () -> {
            RequestChecks.txn(request, maxTxnOps);
            if (RequestChecks.readsOnly(request)) {
                Reply<Encoded> timed = timing.timed("ReadonlyTxn", reply);
                whenReadable(
                        RequestChecks.serializable(request),
                        timed,
                        () -> authorization.read(
                                caller, timed, may -> may.txn(request), () -> readTxn(request, timed)));
            } else {
                proposer.propose(caller, InternalRaftRequest.newBuilder().setTxn(request), encoded(reply));
            }
        });
    }

    private Encoded readTxn(TxnRequest request, Reply<Encoded> reply) {
        long began = timing.now();
        EncodedTxn answer = live.read(
                features -> features.mvcc().read(view -> ReadOnlyTxn.run(request, view, headers), reply::hasRoomFor));
        int reads = answer.responses().size();
        timing.figures().apply().ranges().add(reads);
        if (reads > 1) {
            timing.figures().apply().txns().increment();
        }
        timing.slow().txn(request, answer, timing.now() - began);
        return answer;
    }

    @Override
    public void compact(Caller caller, CompactionRequest request, Reply<Encoded> reply) {
        authorization.root(
                caller,
                reply,
                () -> proposer.propose(
                        caller, InternalRaftRequest.newBuilder().setCompaction(request), encoded(reply)));
    }

    private static Reply<Object> encoded(Reply<Encoded> reply) {
        return Replies.map(reply, Encoded.class::cast);
    }
}
