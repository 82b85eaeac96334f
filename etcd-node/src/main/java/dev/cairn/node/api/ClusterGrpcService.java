// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import dev.cairn.node.server.Membership;
import dev.cairn.node.wire.etcdserverpb.ClusterGrpc;
import io.grpc.ServerServiceDefinition;

/** etcdserverpb.Cluster. */
final class ClusterGrpcService {
    private ClusterGrpcService() {}

    static ServerServiceDefinition bind(Membership members, CallClients clients) {
        return new ServiceBinder(ClusterGrpc.SERVICE_NAME, clients)
                .unary(ClusterGrpc.getMemberAddMethod(), members::add)
                .unary(ClusterGrpc.getMemberRemoveMethod(), members::remove)
                .unary(ClusterGrpc.getMemberUpdateMethod(), members::update)
                .unary(ClusterGrpc.getMemberPromoteMethod(), members::promote)
                .unary(ClusterGrpc.getMemberListMethod(), members::list)
                .build();
    }
}
