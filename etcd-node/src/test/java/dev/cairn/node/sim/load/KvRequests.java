// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.load;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.cairn.node.server.Kv;
import dev.cairn.node.server.Reply;
import dev.cairn.node.sim.check.Answer;
import dev.cairn.node.sim.check.Call;
import dev.cairn.node.sim.check.Seen;
import dev.cairn.node.wire.etcdserverpb.Compare;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeResponse;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.PutResponse;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RangeResponse;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import dev.cairn.node.wire.etcdserverpb.TxnResponse;
import dev.cairn.node.wire.splice.Encoded;
import java.util.Map;
import java.util.TreeMap;

/** Calls as etcd's requests, and etcd's responses as answers. */
final class KvRequests {
    static final ByteString EVERYTHING = ByteString.copyFrom(new byte[1]);

    private KvRequests() {}

    static void ask(Kv kv, Call call, long lease, Reply<Encoded> reply) {
        switch (call.kind()) {
            case PUT -> kv.put(Users.CLIENT, put(call.key(), call.writes().get(call.key()), lease), reply);
            case DELETE ->
                kv.deleteRange(
                        Users.CLIENT,
                        DeleteRangeRequest.newBuilder()
                                .setKey(bytes(call.key()))
                                .build(),
                        reply);
            case GET, SERIALIZABLE_GET -> kv.range(Users.CLIENT, range(call), reply);
            case LIST ->
                kv.range(
                        Users.CLIENT,
                        RangeRequest.newBuilder()
                                .setKey(EVERYTHING)
                                .setRangeEnd(EVERYTHING)
                                .build(),
                        reply);
            case SWAP -> kv.txn(Users.CLIENT, swap(call), reply);
            case PAIR -> kv.txn(Users.CLIENT, pair(call), reply);
        }
    }

    static Answer answer(Call call, Encoded encoded) {
        try {
            byte[] bytes = encoded.toByteArray();
            return switch (call.kind()) {
                case PUT -> new Answer(PutResponse.parseFrom(bytes).getHeader().getRevision(), true, Map.of());
                case DELETE -> {
                    DeleteRangeResponse response = DeleteRangeResponse.parseFrom(bytes);
                    yield new Answer(response.getHeader().getRevision(), response.getDeleted() > 0, Map.of());
                }
                case GET, SERIALIZABLE_GET, LIST -> {
                    RangeResponse response = RangeResponse.parseFrom(bytes);
                    yield new Answer(response.getHeader().getRevision(), false, seen(response));
                }
                case SWAP, PAIR -> {
                    TxnResponse response = TxnResponse.parseFrom(bytes);
                    yield new Answer(
                            response.getHeader().getRevision(),
                            response.getSucceeded(),
                            response.getSucceeded()
                                    ? Map.of()
                                    : seen(response.getResponses(0).getResponseRange()));
                }
            };
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("an answer cannot be read", e);
        }
    }

    private static Map<String, Seen> seen(RangeResponse response) {
        Map<String, Seen> seen = new TreeMap<>();
        response.getKvsList()
                .forEach(kv -> seen.put(
                        kv.getKey().toStringUtf8(),
                        new Seen(
                                kv.getValue().toStringUtf8(),
                                kv.getModRevision(),
                                kv.getCreateRevision(),
                                kv.getVersion())));
        return seen;
    }

    private static PutRequest put(String key, String value, long lease) {
        return PutRequest.newBuilder()
                .setKey(bytes(key))
                .setValue(bytes(value))
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
            guard.setTarget(Compare.CompareTarget.VALUE).setValue(bytes(call.expected()));
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
