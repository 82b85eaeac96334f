// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import dev.cairn.node.api.budget.ByteBudget;
import dev.cairn.node.server.Member;
import dev.cairn.node.server.concurrency.Locks;
import dev.cairn.node.server.concurrency.NamedElections;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.util.List;

/** All gRPC services of a member, guarded and counted; every listener and the gateway serve these same objects. */
final class ApiServices {
    private final HealthStatusManager grpcHealth = new HealthStatusManager();
    private final LiveStreams streams;
    private final GrpcMetrics metrics;
    private final List<ServerServiceDefinition> definitions;

    ApiServices(Member member, ApiConfig config, ApiServer.Resources resources, ByteBudget budget) {
        this.streams = new LiveStreams(member.health(), config.electionTicks());
        this.metrics = new GrpcMetrics(resources.registry(), config.watched().extensiveMetrics());
        CallClients clients =
                new CallClients(budget.client(), new SlowCalls(config.watched().slowCallNanos()));
        List<ServerServiceDefinition> services = List.of(
                KvGrpcService.bind(member.kv(), clients),
                WatchGrpcService.bind(member.watches(), budget.events(), resources.blocking(), clients),
                LeaseGrpcService.bind(member.leases(), clients),
                ClusterGrpcService.bind(member.membership(), clients),
                MaintenanceGrpcService.bind(member.maintenance(), resources.blocking(), clients),
                AuthGrpcService.bind(member.auth(), clients),
                LockGrpcService.bind(
                        new Locks(member.kv(), member.leases(), member.watches()), ApiServices::startWaiting, clients),
                ElectionGrpcService.bind(
                        new NamedElections(member.kv(), member.leases(), member.watches()),
                        ApiServices::startWaiting,
                        clients),
                grpcHealth.getHealthService().bindService());
        metrics.register(services);
        CallGuard guard = new CallGuard(member.health(), streams, metrics);
        this.definitions = services.stream()
                .map(each -> CheckedRequests.of(ServerInterceptors.intercept(each, guard), config.requestBounds()))
                .toList();
        grpcHealth.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.SERVING);
    }

    /** Clients may wait for hours, and there may be many. */
    private static void startWaiting(Runnable work) {
        Thread.ofVirtual().name("waiting").start(work);
    }

    List<ServerServiceDefinition> definitions() {
        return definitions;
    }

    ServerStreamTracer.Factory tracer() {
        return metrics;
    }

    void onTick() {
        streams.onTick();
    }

    /** grpc.health.v1 answers NOT_SERVING from now on; streams that would not end by themselves end. */
    void stop() {
        grpcHealth.enterTerminalState();
        streams.stop();
    }
}
