// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.apply;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.auth.token.SimpleTokens;
import dev.cairn.node.figures.ApplyFigures;
import dev.cairn.node.lease.LessorSettings;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.testkit.MemoryBackend;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeResponse;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.PutResponse;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import dev.cairn.node.wire.etcdserverpb.TxnResponse;
import dev.cairn.node.wire.splice.Encoded;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A store to which requests are applied as committed entries, several to a batch where a test says so. */
final class AppliedLog {
    static final long SECOND_NANOS = 1_000_000_000L;

    final MemoryBackend backend = new MemoryBackend();
    final Features features = Features.open(backend, new LessorSettings(2), 1);
    /** What answers may take, each. */
    long roomBytes = Long.MAX_VALUE;

    final ApplyFigures figures = new ApplyFigures();

    private final ApplyContext context = new ApplyContext(
            new Headers(1, 2, () -> 3),
            new Awaited() {
                @Override
                public boolean isAwaited(long id) {
                    return true;
                }

                @Override
                public boolean hasRoomFor(long id, long bytes) {
                    return bytes <= roomBytes;
                }
            },
            () -> 0,
            new SimpleTokens(new Random(1), () -> 0, 0),
            0,
            figures,
            new SlowRequests(Long.MAX_VALUE, figures.slow()));
    private long index;

    /** One batch; the answers in order. */
    List<Object> apply(InternalRaftRequest.Builder... requests) {
        List<Object> answers = new ArrayList<>();
        try (ApplyBatch batch = new ApplyBatch(features, context)) {
            for (InternalRaftRequest.Builder request : requests) {
                request.getHeaderBuilder().setID(++index);
                batch.apply(Entry.normal(1, index, request.build().toByteArray()));
            }
            for (Outcome outcome : batch.commit()) {
                answers.add(
                        switch (outcome) {
                            case Outcome.Applied answer -> answer.result();
                            case Outcome.Compaction compaction -> compaction.result();
                            default -> outcome;
                        });
            }
        }
        return answers;
    }

    Object one(InternalRaftRequest.Builder request) {
        return apply(request).getFirst();
    }

    TxnResponse txn(TxnRequest.Builder txn) {
        return parse(one(request().setTxn(txn)), TxnResponse.parser());
    }

    PutResponse put(String key, String value) {
        return parse(one(request().setPut(put(key, value, 0))), PutResponse.parser());
    }

    DeleteRangeResponse delete(String key, String end) {
        var request = dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest.newBuilder()
                .setKey(bytes(key))
                .setRangeEnd(bytes(end));
        return parse(one(request().setDeleteRange(request)), DeleteRangeResponse.parser());
    }

    static <T> T parse(Object answer, com.google.protobuf.Parser<T> parser) {
        try {
            return parser.parseFrom(((Encoded) answer).toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    static InternalRaftRequest.Builder request() {
        return InternalRaftRequest.newBuilder();
    }

    static PutRequest.Builder put(String key, String value, long lease) {
        return PutRequest.newBuilder().setKey(bytes(key)).setValue(bytes(value)).setLease(lease);
    }

    static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    long revision() {
        return features.mvcc().currentRevision();
    }

    /** All keys with their values. */
    Map<String, String> contents() {
        Map<String, String> found = new TreeMap<>();
        var all = RangeRequest.newBuilder()
                .setKey(bytes("\0"))
                .setRangeEnd(bytes("\0"))
                .build();
        for (byte[] record : features.mvcc().range(all).kvs()) {
            try {
                var kv = dev.cairn.node.wire.mvccpb.KeyValue.parseFrom(record);
                found.put(kv.getKey().toStringUtf8(), kv.getValue().toStringUtf8());
            } catch (InvalidProtocolBufferException e) {
                throw new AssertionError(e);
            }
        }
        return found;
    }
}
