// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.api.budget.ByteBudget;
import dev.cairn.node.api.small.SmallMember;
import dev.cairn.node.server.MemoryLevel;
import dev.cairn.node.wire.etcdserverpb.LeaseGrpc;
import dev.cairn.node.wire.etcdserverpb.LeaseKeepAliveRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseKeepAliveResponse;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How fast a client may renew leases on a stream: no faster than it reads the answers. */
class KeepAliveFlowTest {
    private static final LeaseKeepAliveRequest RENEW =
            LeaseKeepAliveRequest.newBuilder().setID(7).build();

    private final CountedCall<LeaseKeepAliveRequest, LeaseKeepAliveResponse> connection = new CountedCall<>();
    private ServerCall.Listener<LeaseKeepAliveRequest> listener;

    @BeforeEach
    @SuppressWarnings("unchecked")
    void open() {
        ServerMethodDefinition<?, ?> method = LeaseGrpcService.bind(
                        new SmallMember().leases(),
                        new CallClients(
                                new ByteBudget(Long.MAX_VALUE, new SimpleMeterRegistry(), () -> MemoryLevel.PLENTY)
                                        .client(),
                                new SlowCalls(Long.MAX_VALUE)))
                .getMethod(LeaseGrpc.getLeaseKeepAliveMethod().getFullMethodName());
        listener = ((ServerMethodDefinition<LeaseKeepAliveRequest, LeaseKeepAliveResponse>) method)
                .getServerCallHandler()
                .startCall(connection, new Metadata());
    }

    @Test
    void aClientThatReadsIsAskedForItsNextRequest() {
        listener.onMessage(RENEW);
        listener.onMessage(RENEW);
        assertThat(connection.sent).isEqualTo(2);
        assertThat(connection.requested).isEqualTo(3);
    }

    @Test
    void aClientThatDoesNotReadIsAskedAgainOnceItDoes() {
        connection.ready = false;
        listener.onMessage(RENEW);
        assertThat(connection.sent).isEqualTo(1);
        assertThat(connection.requested).isEqualTo(1);
        listener.onReady();
        assertThat(connection.requested).as("still full").isEqualTo(1);
        connection.ready = true;
        listener.onReady();
        listener.onReady();
        assertThat(connection.requested).as("once").isEqualTo(2);
    }
}
