// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.cairn.node.api.budget.ByteBudget;
import dev.cairn.node.api.small.SmallMember;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Kv;
import dev.cairn.node.server.MemoryLevel;
import dev.cairn.node.server.stage.Ignored;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import dev.cairn.node.wire.splice.Encoded;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much of a list is read for a client: the next chunk when the one before is on its way. */
class RangeStreamFlowTest {
    private static final RangeRequest ALL = RangeRequest.newBuilder()
            .setKey(ByteString.copyFromUtf8("k"))
            .setRangeEnd(ByteString.copyFromUtf8("l"))
            .build();

    private final CountedCall<RangeRequest, Encoded> connection = new CountedCall<>();
    private ServerCall.Listener<RangeRequest> listener;

    @BeforeEach
    @SuppressWarnings("unchecked")
    void open() {
        Kv kv = new SmallMember().kv;
        for (int i = 0; i < 25; i++) {
            PutRequest put = PutRequest.newBuilder()
                    .setKey(ByteString.copyFromUtf8("k%02d".formatted(i)))
                    .build();
            kv.put(Caller.ANONYMOUS, put, Ignored.reply());
        }
        ServerMethodDefinition<?, ?> method = KvGrpcService.bind(
                        kv,
                        new CallClients(
                                new ByteBudget(Long.MAX_VALUE, new SimpleMeterRegistry(), () -> MemoryLevel.PLENTY)
                                        .client(),
                                new SlowCalls(Long.MAX_VALUE)))
                .getMethod(KVGrpc.getRangeStreamMethod().getFullMethodName());
        listener = ((ServerMethodDefinition<RangeRequest, Encoded>) method)
                .getServerCallHandler()
                .startCall(connection, new Metadata());
    }

    @Test
    void aClientThatReadsGetsAllOfIt() {
        listener.onMessage(ALL);
        listener.onHalfClose();
        assertThat(connection.sent).isEqualTo(2);
        assertThat(connection.closed.isOk()).isTrue();
    }

    @Test
    void nothingMoreIsReadForAClientThatDoesNotRead() {
        connection.fullAfter = 1;
        listener.onMessage(ALL);
        listener.onHalfClose();
        listener.onReady();
        assertThat(connection.sent).isEqualTo(1);
        connection.ready = true;
        listener.onReady();
        assertThat(connection.sent).isEqualTo(2);
        assertThat(connection.closed.isOk()).isTrue();
    }

    @Test
    void aClientThatGoesAwayIsReadForNoMore() {
        connection.fullAfter = 1;
        listener.onMessage(ALL);
        listener.onHalfClose();
        listener.onCancel();
        connection.ready = true;
        listener.onReady();
        assertThat(connection.sent).isEqualTo(1);
        assertThat(connection.closed).isNull();
    }

    @Test
    void whatCannotBeReadInChunksIsRefusedInEtcdsWords() {
        listener.onMessage(ALL.toBuilder()
                .setSortOrder(RangeRequest.SortOrder.DESCEND)
                .setMinModRevision(1)
                .build());
        listener.onHalfClose();
        assertThat(connection.closed.getDescription()).isEqualTo("RangeStream does not support custom sort orders");
    }
}
