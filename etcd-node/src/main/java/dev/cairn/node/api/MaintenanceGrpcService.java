// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import dev.cairn.node.server.Maintenance;
import dev.cairn.node.wire.etcdserverpb.MaintenanceGrpc;
import io.grpc.ServerServiceDefinition;
import java.util.concurrent.Executor;

/** etcdserverpb.Maintenance. {@code blocking} carries snapshot streams, one task each for the length of the stream. */
final class MaintenanceGrpcService {
    private MaintenanceGrpcService() {}

    static ServerServiceDefinition bind(Maintenance maintenance, Executor blocking, CallClients clients) {
        return new ServiceBinder(MaintenanceGrpc.SERVICE_NAME, clients)
                        .unary(MaintenanceGrpc.getAlarmMethod(), maintenance::alarm)
                        .unary(
                                MaintenanceGrpc.getStatusMethod(),
                                (caller, request, reply) -> maintenance.status(caller, reply))
                        .unary(
                                MaintenanceGrpc.getDefragmentMethod(),
                                (caller, request, reply) -> maintenance.defragment(caller, reply))
                        .unary(
                                MaintenanceGrpc.getHashMethod(),
                                (caller, request, reply) -> maintenance.hash(caller, reply))
                        .unary(MaintenanceGrpc.getHashKVMethod(), maintenance::hashKv)
                        .unary(MaintenanceGrpc.getMoveLeaderMethod(), maintenance::moveLeader)
                        .unary(MaintenanceGrpc.getDowngradeMethod(), maintenance::downgrade)
                        .stream(
                                MaintenanceGrpc.getSnapshotMethod(),
                                (call, headers) ->
                                        SnapshotCall.start(maintenance, blocking, clients.caller(call, headers), call))
                        .build();
    }
}
