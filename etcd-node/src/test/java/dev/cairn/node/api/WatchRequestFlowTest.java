// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.api.budget.ByteBudget;
import dev.cairn.node.api.small.SmallMember;
import dev.cairn.node.server.MemoryLevel;
import dev.cairn.node.wire.etcdserverpb.WatchGrpc;
import dev.cairn.node.wire.etcdserverpb.WatchRequest;
import dev.cairn.node.wire.splice.Encoded;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How fast a client may ask: no faster than it reads the answers. */
class WatchRequestFlowTest {
    private static final WatchRequest PROGRESS = WatchRequest.newBuilder()
            .setProgressRequest(dev.cairn.node.wire.etcdserverpb.WatchProgressRequest.getDefaultInstance())
            .build();

    private final CountedCall<WatchRequest, Encoded> connection = new CountedCall<>();
    private ServerCall.Listener<WatchRequest> listener;

    @BeforeEach
    @SuppressWarnings("unchecked")
    void open() {
        ByteBudget budget = new ByteBudget(Long.MAX_VALUE, new SimpleMeterRegistry(), () -> MemoryLevel.PLENTY);
        ServerMethodDefinition<?, ?> method = WatchGrpcService.bind(
                        new SmallMember().watches(),
                        budget.events(),
                        Runnable::run,
                        new CallClients(budget.client(), new SlowCalls(Long.MAX_VALUE)))
                .getMethod(WatchGrpc.getWatchMethod().getFullMethodName());
        listener = ((ServerMethodDefinition<WatchRequest, Encoded>) method)
                .getServerCallHandler()
                .startCall(connection, new Metadata());
    }

    @Test
    void aClientThatReadsIsAskedForItsNextRequest() {
        assertThat(connection.requested).isEqualTo(1);
        listener.onMessage(PROGRESS);
        listener.onMessage(PROGRESS);
        assertThat(connection.requested).isEqualTo(3);
    }

    @Test
    void aClientThatDoesNotReadIsAskedAgainOnceItDoes() {
        connection.ready = false;
        listener.onMessage(PROGRESS);
        assertThat(connection.requested).isEqualTo(1);
        connection.ready = true;
        listener.onReady();
        assertThat(connection.requested).isEqualTo(2);
        listener.onReady();
        assertThat(connection.requested).as("once only").isEqualTo(2);
        listener.onMessage(PROGRESS);
        assertThat(connection.requested).isEqualTo(3);
    }

    @Test
    void aStreamThatEndedIsAskedForNothing() {
        connection.ready = false;
        listener.onMessage(PROGRESS);
        listener.onCancel();
        connection.ready = true;
        listener.onReady();
        assertThat(connection.requested).isEqualTo(1);
    }
}
