// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import dev.cairn.node.server.Kv;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.splice.Encoded;
import io.grpc.ServerServiceDefinition;

/** etcdserverpb.KV. */
final class KvGrpcService {
    private KvGrpcService() {}

    static ServerServiceDefinition bind(Kv kv, CallClients clients) {
        return new ServiceBinder(KVGrpc.SERVICE_NAME, clients)
                .encoded(KVGrpc.getRangeMethod(), kv::range)
                .encodedStream(KVGrpc.getRangeStreamMethod(), (call, headers) -> {
                    SerializedCall<RangeRequest, Encoded> serialized = SerializedCall.of(call);
                    return new RangeStreamCall(kv, clients.caller(call, headers), clients.answers(call), serialized);
                })
                .encoded(KVGrpc.getPutMethod(), kv::put)
                .encoded(KVGrpc.getDeleteRangeMethod(), kv::deleteRange)
                .encoded(KVGrpc.getTxnMethod(), kv::txn)
                .encoded(KVGrpc.getCompactMethod(), kv::compact)
                .build();
    }
}
