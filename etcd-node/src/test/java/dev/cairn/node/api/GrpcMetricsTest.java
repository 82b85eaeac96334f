// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.api.budget.ByteBudget;
import dev.cairn.node.api.small.SmallMember;
import dev.cairn.node.server.MemoryLevel;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which code an ended call counts as: dashboards alert on Unavailable. */
class GrpcMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final GrpcMetrics metrics = new GrpcMetrics(registry, false);
    private ServerStreamTracer stream;

    @BeforeEach
    void register() {
        metrics.register(List.of(LeaseGrpcService.bind(
                new SmallMember().leases(),
                new CallClients(
                        new ByteBudget(Long.MAX_VALUE, registry, () -> MemoryLevel.PLENTY).client(),
                        new SlowCalls(Long.MAX_VALUE)))));
        stream = metrics.newServerStreamTracer("etcdserverpb.Lease/LeaseKeepAlive", new Metadata());
    }

    @Test
    void aClientWhoseConnectionEndedGaveUp() {
        stream.streamClosed(Status.UNAVAILABLE.withDescription("connection terminated for unknown reason"));
        assertThat(handled("Canceled")).isEqualTo(1);
        assertThat(handled("Unavailable")).isZero();
    }

    @Test
    void whatTheMemberAnswersCountsAsSuch() {
        stream.filterContext(Context.ROOT)
                .run(() -> GrpcMetrics.observed(new CountedCall<>()).close(Status.UNAVAILABLE, new Metadata()));
        stream.streamClosed(Status.UNAVAILABLE);
        assertThat(handled("Unavailable")).isEqualTo(1);
        assertThat(handled("Canceled")).isZero();
    }

    private double handled(String code) {
        return registry.get("grpc_server_handled_total")
                .tag("grpc_method", "LeaseKeepAlive")
                .tag("grpc_code", code)
                .counter()
                .count();
    }
}
