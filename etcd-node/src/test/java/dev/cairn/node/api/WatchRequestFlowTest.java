// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.api.small.SmallMember;
import dev.cairn.node.wire.etcdserverpb.WatchGrpc;
import dev.cairn.node.wire.etcdserverpb.WatchRequest;
import dev.cairn.node.wire.splice.Encoded;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How fast a client may ask: no faster than it reads the answers. */
class WatchRequestFlowTest {
    private static final WatchRequest PROGRESS = WatchRequest.newBuilder()
            .setProgressRequest(dev.cairn.node.wire.etcdserverpb.WatchProgressRequest.getDefaultInstance())
            .build();

    private final Connection connection = new Connection();
    private ServerCall.Listener<WatchRequest> listener;

    /** A transport that says whether it has room, and counts what it is asked for. */
    private static final class Connection extends ServerCall<WatchRequest, Encoded> {
        private boolean ready = true;
        private int requested;

        @Override
        public void request(int messages) {
            requested += messages;
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void sendMessage(Encoded message) {}

        @Override
        public void close(Status status, Metadata trailers) {}

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<WatchRequest, Encoded> getMethodDescriptor() {
            throw new AssertionError("nobody asks for it");
        }
    }

    @BeforeEach
    @SuppressWarnings("unchecked")
    void open() {
        ServerMethodDefinition<?, ?> method = WatchGrpcService.bind(new SmallMember().watches())
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
