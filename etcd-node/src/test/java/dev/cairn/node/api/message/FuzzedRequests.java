// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.cairn.node.fuzz.FirstText;
import dev.cairn.node.fuzz.Fuzzed;
import dev.cairn.node.server.service.RequestChecks;
import dev.cairn.node.wire.EtcdException;
import dev.cairn.node.wire.RequestBounds;
import dev.cairn.node.wire.etcdserverpb.Compare;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseGrpc;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import dev.cairn.node.wire.etcdserverpb.WatchCreateRequest;
import dev.cairn.node.wire.etcdserverpb.WatchGrpc;
import dev.cairn.node.wire.etcdserverpb.WatchRequest;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;

/** A protobuf request of the method that the first byte names, and the checks of its form. */
public final class FuzzedRequests implements Fuzzed {
    private static final RequestBounds BOUNDS = new RequestBounds(2 << 20, 128);
    private static final ByteString KEY = ByteString.copyFromUtf8("key");

    private static final List<RequestMarshaller<? extends Message>> MARSHALLERS = List.of(
            new RequestMarshaller<>(KVGrpc.getTxnMethod(), BOUNDS),
            new RequestMarshaller<>(KVGrpc.getPutMethod(), BOUNDS),
            new RequestMarshaller<>(KVGrpc.getRangeMethod(), BOUNDS),
            new RequestMarshaller<>(KVGrpc.getDeleteRangeMethod(), BOUNDS),
            new RequestMarshaller<>(WatchGrpc.getWatchMethod(), BOUNDS),
            new RequestMarshaller<>(LeaseGrpc.getLeaseGrantMethod(), BOUNDS));

    @Override
    public String name() {
        return "grpc-request";
    }

    @Override
    public List<byte[]> seeds() {
        PutRequest put =
                PutRequest.newBuilder().setKey(KEY).setValue(KEY).setLease(5).build();
        RequestOp range = RequestOp.newBuilder()
                .setRequestRange(RangeRequest.newBuilder().setKey(KEY).setRangeEnd(KEY))
                .build();
        DeleteRangeRequest delete =
                DeleteRangeRequest.newBuilder().setKey(KEY).setPrevKv(true).build();
        TxnRequest txn = TxnRequest.newBuilder()
                .addCompare(Compare.newBuilder().setKey(KEY).setValue(KEY))
                .addSuccess(RequestOp.newBuilder().setRequestPut(put))
                .addFailure(range)
                .build();
        TxnRequest nested = TxnRequest.newBuilder()
                .addSuccess(RequestOp.newBuilder().setRequestTxn(txn))
                .addSuccess(RequestOp.newBuilder().setRequestDeleteRange(delete))
                .build();
        List<Message> messages = List.of(
                txn,
                put,
                RangeRequest.newBuilder().setKey(KEY).setLimit(9).build(),
                delete,
                WatchRequest.newBuilder()
                        .setCreateRequest(WatchCreateRequest.newBuilder().setKey(KEY))
                        .build(),
                LeaseGrantRequest.newBuilder().setTTL(60).setID(7).build());
        List<byte[]> seeds = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            seeds.add(seed(i, messages.get(i)));
        }
        seeds.add(seed(0, nested));
        return seeds;
    }

    private static byte[] seed(int method, Message message) {
        return ByteString.copyFrom(new byte[] {(byte) method})
                .concat(message.toByteString())
                .toByteArray();
    }

    @Override
    public byte[] read(byte[] input) {
        if (input.length == 0) {
            return REFUSED;
        }
        RequestMarshaller<? extends Message> marshaller = MARSHALLERS.get((input[0] & 0x7f) % MARSHALLERS.size());
        RequestMarshaller.Read<? extends Message> read =
                marshaller.parse(new ByteArrayInputStream(input, 1, input.length - 1));
        Fuzzed.require((read.message() == null) != (read.refusal() == null), "a request or a refusal");
        if (read.message() == null) {
            return REFUSED;
        }
        try {
            check(read.message());
        } catch (EtcdException refused) {
            return REFUSED;
        }
        return FirstText.of(read.message());
    }

    private static void check(Message message) {
        switch (message) {
            case TxnRequest txn -> {
                RequestChecks.txn(txn, BOUNDS.maxOperations());
                RequestChecks.readsOnly(txn);
                RequestChecks.serializable(txn);
            }
            case PutRequest put -> RequestChecks.put(put);
            case RangeRequest range -> RequestChecks.range(range);
            case DeleteRangeRequest delete -> RequestChecks.deleteRange(delete);
            default -> {}
        }
    }
}
