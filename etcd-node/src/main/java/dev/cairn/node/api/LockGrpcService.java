// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import dev.cairn.node.server.concurrency.Locks;
import dev.cairn.node.wire.v3lockpb.LockGrpc;
import io.grpc.ServerServiceDefinition;
import java.util.concurrent.Executor;

/** v3lockpb.Lock. */
final class LockGrpcService {
    private LockGrpcService() {}

    static ServerServiceDefinition bind(Locks locks, Executor blocking, CallClients clients) {
        return new ServiceBinder(LockGrpc.SERVICE_NAME, clients)
                .unary(LockGrpc.getLockMethod(), new BlockingMethod<>(locks::lock, blocking))
                .unary(LockGrpc.getUnlockMethod(), new BlockingMethod<>(locks::unlock, blocking))
                .build();
    }
}
