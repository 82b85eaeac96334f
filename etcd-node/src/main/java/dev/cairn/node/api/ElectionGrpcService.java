// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import dev.cairn.node.server.concurrency.NamedElections;
import dev.cairn.node.wire.v3electionpb.ElectionGrpc;
import io.grpc.ServerServiceDefinition;
import java.util.concurrent.Executor;

/** v3electionpb.Election. */
final class ElectionGrpcService {
    private ElectionGrpcService() {}

    static ServerServiceDefinition bind(NamedElections elections, Executor blocking, CallClients clients) {
        return new ServiceBinder(ElectionGrpc.SERVICE_NAME, clients)
                        .unary(ElectionGrpc.getCampaignMethod(), new BlockingMethod<>(elections::campaign, blocking))
                        .unary(ElectionGrpc.getProclaimMethod(), new BlockingMethod<>(elections::proclaim, blocking))
                        .unary(ElectionGrpc.getLeaderMethod(), new BlockingMethod<>(elections::leader, blocking))
                        .unary(ElectionGrpc.getResignMethod(), new BlockingMethod<>(elections::resign, blocking))
                        .stream(
                                ElectionGrpc.getObserveMethod(),
                                (call, headers) -> new ObserveCall(
                                        elections, blocking, clients.caller(call, headers), SerializedCall.of(call)))
                        .build();
    }
}
