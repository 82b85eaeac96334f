// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.load;

import com.google.protobuf.ByteString;
import dev.cairn.node.sim.check.Answer;
import dev.cairn.node.sim.check.Call;
import dev.cairn.node.sim.check.Seen;
import dev.cairn.node.wire.etcdserverpb.Compare;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import dev.cairn.node.wire.etcdserverpb.KVGrpc.KVBlockingStub;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RangeResponse;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import java.util.Map;
import java.util.TreeMap;

/** Calls of a history as etcd's requests over gRPC, and the responses as answers. */
final class Requests {
    static final ByteString EVERYTHING = ByteString.copyFrom(new byte[1]);

    private Requests() {}

    /** Blocks; throws what gRPC throws. */
    static Answer ask(KVBlockingStub kv, Call call, long lease) {
        return switch (call.kind()) {
            case PUT -> {
                var put = kv.put(put(call.key(), call.writes().get(call.key()), lease));
                yield new Answer(put.getHeader().getRevision(), true, Map.of());
            }
            case DELETE -> {
                var deleted = kv.deleteRange(DeleteRangeRequest.newBuilder()
                        .setKey(bytes(call.key()))
                        .build());
                yield new Answer(deleted.getHeader().getRevision(), deleted.getDeleted() > 0, Map.of());
            }
            case GET, SERIALIZABLE_GET -> read(kv.range(range(call)));
            case LIST ->
                read(kv.range(RangeRequest.newBuilder()
                        .setKey(EVERYTHING)
                        .setRangeEnd(EVERYTHING)
                        .build()));
            case SWAP, PAIR -> {
                var done = kv.txn(call.kind() == Call.Kind.SWAP ? swap(call) : pair(call));
                yield new Answer(
                        done.getHeader().getRevision(),
                        done.getSucceeded(),
                        done.getSucceeded()
                                ? Map.of()
                                : seen(done.getResponses(0).getResponseRange()));
            }
        };
    }

    private static Answer read(RangeResponse response) {
        return new Answer(response.getHeader().getRevision(), false, seen(response));
    }

    private static Map<String, Seen> seen(RangeResponse response) {
        Map<String, Seen> seen = new TreeMap<>();
        response.getKvsList()
                .forEach(kv -> seen.put(
                        kv.getKey().toStringUtf8(),
                        new Seen(
                                WireValue.decode(kv.getValue()),
                                kv.getModRevision(),
                                kv.getCreateRevision(),
                                kv.getVersion())));
        return seen;
    }

    private static PutRequest put(String key, String value, long lease) {
        return PutRequest.newBuilder()
                .setKey(bytes(key))
                .setValue(WireValue.encode(value))
                .setLease(lease)
                .build();
    }

    private static RangeRequest range(Call call) {
        return RangeRequest.newBuilder()
                .setKey(bytes(call.key()))
                .setSerializable(call.isSerializable())
                .build();
    }

    private static TxnRequest swap(Call call) {
        Compare.Builder guard = Compare.newBuilder().setKey(bytes(call.key())).setResult(Compare.CompareResult.EQUAL);
        if (call.expected() == null) {
            guard.setTarget(Compare.CompareTarget.VERSION).setVersion(0);
        } else {
            guard.setTarget(Compare.CompareTarget.VALUE).setValue(WireValue.encode(call.expected()));
        }
        return TxnRequest.newBuilder()
                .addCompare(guard)
                .addSuccess(RequestOp.newBuilder()
                        .setRequestPut(put(call.key(), call.writes().get(call.key()), 0)))
                .addFailure(RequestOp.newBuilder().setRequestRange(range(call)))
                .build();
    }

    private static TxnRequest pair(Call call) {
        TxnRequest.Builder txn = TxnRequest.newBuilder();
        call.writes()
                .forEach((key, value) -> txn.addSuccess(RequestOp.newBuilder().setRequestPut(put(key, value, 0))));
        return txn.build();
    }

    static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }
}
