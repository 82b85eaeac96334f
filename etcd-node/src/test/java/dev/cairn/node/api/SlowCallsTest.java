// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.ResponseHeader;
import dev.cairn.node.wire.splice.EncodedPut;
import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** etcd's line about a unary call that took long. */
class SlowCallsTest {
    private static final PutRequest PUT =
            PutRequest.newBuilder().setKey(ByteString.copyFromUtf8("k")).build();
    private static final Logger LOGGER = Logger.getLogger(SlowCalls.class.getName());

    private final List<LogRecord> lines = new ArrayList<>();
    private final Handler collector = new Handler() {
        @Override
        public void publish(LogRecord record) {
            lines.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOGGER.addHandler(collector);
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(collector);
    }

    private static void put(SlowCalls slow) {
        EncodedPut answer = new EncodedPut(ResponseHeader.getDefaultInstance(), null);
        slow.ended(new PutCall(), slow.begun(PUT), answer);
    }

    @Test
    void whatTakesLongerIsLogged() {
        put(new SlowCalls(-1));
        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line.getMessage()).isEqualTo("request stats");
            assertThat(line.getLevel()).isEqualTo(Level.WARNING);
        });
    }

    @Test
    void whatDoesNotIsNot() {
        put(new SlowCalls(Long.MAX_VALUE));
        assertThat(lines).isEmpty();
    }

    /** A call of nobody's. */
    private static final class PutCall extends ServerCall<Object, Object> {
        @Override
        public void request(int messages) {}

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void sendMessage(Object message) {}

        @Override
        public void close(Status status, Metadata trailers) {}

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public Attributes getAttributes() {
            return Attributes.EMPTY;
        }

        @Override
        @SuppressWarnings("unchecked")
        public MethodDescriptor<Object, Object> getMethodDescriptor() {
            return (MethodDescriptor<Object, Object>) (MethodDescriptor<?, ?>) KVGrpc.getPutMethod();
        }
    }
}
