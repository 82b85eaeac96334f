// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.etcdserverpb.DeleteRangeRequest;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.etcdserverpb.RequestOp;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Operations of transactions, in short. */
final class Ops {
    private Ops() {}

    /** One byte a character, so that any key can be written. */
    static ByteString bytes(String text) {
        return ByteString.copyFrom(text, StandardCharsets.ISO_8859_1);
    }

    static RequestOp put(String key) {
        return RequestOp.newBuilder()
                .setRequestPut(PutRequest.newBuilder().setKey(bytes(key)))
                .build();
    }

    static RequestOp delete(String key, String end) {
        return RequestOp.newBuilder()
                .setRequestDeleteRange(
                        DeleteRangeRequest.newBuilder().setKey(bytes(key)).setRangeEnd(bytes(end)))
                .build();
    }

    static RequestOp get(String key) {
        return RequestOp.newBuilder()
                .setRequestRange(RangeRequest.newBuilder().setKey(bytes(key)))
                .build();
    }

    static RequestOp txn(List<RequestOp> then, List<RequestOp> otherwise) {
        return RequestOp.newBuilder()
                .setRequestTxn(TxnRequest.newBuilder().addAllSuccess(then).addAllFailure(otherwise))
                .build();
    }
}
