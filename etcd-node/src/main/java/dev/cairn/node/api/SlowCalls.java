// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import dev.cairn.node.figures.LogFields;
import dev.cairn.node.wire.RequestText;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.TxnRequest;
import dev.cairn.node.wire.splice.Encoded;
import dev.cairn.node.wire.splice.EncodedDelete;
import dev.cairn.node.wire.splice.EncodedRange;
import dev.cairn.node.wire.splice.EncodedTxn;
import io.grpc.Grpc;
import io.grpc.ServerCall;
import java.net.SocketAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each unary call that took longer than {@code --warning-unary-request-duration}, in etcd's words and fields; at
 * level debug every call.
 */
final class SlowCalls {
    private static final Logger LOG = LoggerFactory.getLogger(SlowCalls.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final String MESSAGE = "request stats";

    /** A larger request is not kept until its answer for the sake of a line. */
    private static final int KEPT_BYTES = 4_096;

    private static final long UNKNOWN = -1;

    private final long expectedNanos;

    SlowCalls(long expectedNanos) {
        this.expectedNanos = expectedNanos;
    }

    /** A call that has begun: what of its request is kept for the line. */
    record Begun(long nanos, Object request, int requestBytes) {}

    Begun begun(Object request) {
        int bytes = request instanceof MessageLite message ? message.getSerializedSize() : 0;
        return new Begun(System.nanoTime(), bytes <= KEPT_BYTES ? request : null, bytes);
    }

    /** {@code answer} is null where the call failed. */
    void ended(ServerCall<?, ?> call, Begun begun, Object answer) {
        long took = System.nanoTime() - begun.nanos();
        boolean slow = took > expectedNanos;
        if (!slow && !LOG.isDebugEnabled()) {
            return;
        }
        LogFields fields = fields(call, begun, answer, took);
        if (slow) {
            LOG.warn(MESSAGE, fields);
        } else {
            LOG.debug(MESSAGE, fields);
        }
    }

    private static LogFields fields(ServerCall<?, ?> call, Begun begun, Object answer, long took) {
        Counts counts = Counts.of(begun, answer);
        return new LogFields()
                .text("start time", TIME.format(Instant.now().minusNanos(took)))
                .duration("time spent", took)
                .text("remote", remote(call))
                .text("response type", '/' + call.getMethodDescriptor().getFullMethodName())
                .number("request count", counts.requests())
                .number("request size", counts.requestBytes())
                .number("response count", counts.responses())
                .number("response size", counts.responseBytes())
                .text("request content", counts.content());
    }

    private static String remote(ServerCall<?, ?> call) {
        SocketAddress address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        return address == null ? "No remote client info." : address.toString().replaceFirst("^/", "");
    }

    /** etcd counts the calls of service KV only. */
    private record Counts(long requests, long requestBytes, long responses, long responseBytes, String content) {
        static Counts of(Begun begun, Object answer) {
            if (!(answer instanceof Encoded encoded)) {
                return new Counts(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, "");
            }
            long requests = begun.request() instanceof PutRequest ? 1 : 0;
            if (begun.request() instanceof TxnRequest txn && answer instanceof EncodedTxn done) {
                requests = done.succeeded() ? txn.getSuccessCount() : txn.getFailureCount();
            }
            String content = begun.request() instanceof Message message ? RequestText.of(message) : "";
            return new Counts(requests, begun.requestBytes(), responses(answer), encoded.sizeBytes(), content);
        }

        private static long responses(Object answer) {
            return switch (answer) {
                case EncodedRange range -> range.count();
                case EncodedDelete delete -> delete.deleted();
                default -> 0;
            };
        }
    }
}
