// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.message;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.Nesting;
import dev.cairn.node.wire.RequestBounds;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a request, or says why it is none, with the code and in the words of Go's gRPC server: what a marshaller throws,
 * gRPC for Java answers with Unknown and logs. A large message is counted before it is built.
 */
public final class RequestMarshaller<Q extends Message>
        implements MethodDescriptor.Marshaller<RequestMarshaller.Read<Q>> {
    /** Smaller messages hold too little to be worth counting. */
    private static final int COUNTED_BYTES = 16 * 1024;

    private final MethodDescriptor.Marshaller<Q> messages;
    private final Q prototype;
    private final RequestBounds bounds;
    private final String malformed;

    /** One of the two is null. */
    public record Read<Q>(Q message, Status refusal) {}

    public RequestMarshaller(MethodDescriptor<Q, ?> method, RequestBounds bounds) {
        this.prototype =
                ((MethodDescriptor.PrototypeMarshaller<Q>) method.getRequestMarshaller()).getMessagePrototype();
        this.messages = ProtoUtils.marshallerWithRecursionLimit(prototype, Nesting.MAX_DEPTH);
        this.bounds = bounds;
        this.malformed = method.getType() == MethodType.UNARY
                ? "grpc: error unmarshalling request: "
                : "grpc: failed to unmarshal the received message: ";
    }

    @Override
    public InputStream stream(Read<Q> request) {
        return messages.stream(request.message());
    }

    @Override
    public Read<Q> parse(InputStream stream) {
        try {
            InputStream repeatable = repeatable(stream);
            if (repeatable.available() >= COUNTED_BYTES && exceeds(repeatable)) {
                return refused(Status.fromCodeValue(EtcdError.TOO_MANY_OPS.code()), EtcdError.TOO_MANY_OPS.text());
            }
            return new Read<>(messages.parse(repeatable), null);
        } catch (IOException noCompressedMessage) {
            return refused(Status.INTERNAL, noCompressedMessage.getMessage());
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED
                    ? refused(
                            Status.RESOURCE_EXHAUSTED,
                            "grpc: received message after decompression larger than max " + bounds.maxMessageBytes())
                    : refused(Status.INTERNAL, malformed + why(e));
        }
    }

    /** As it is, unless it was compressed. */
    private static InputStream repeatable(InputStream stream) throws IOException {
        return stream instanceof KnownLength && (stream instanceof Drainable || stream.markSupported())
                ? stream
                : new ByteArrayInputStream(stream.readAllBytes());
    }

    /** What comes from this very process ({@link Drainable}) has been counted. */
    private boolean exceeds(InputStream repeatable) throws IOException {
        if (repeatable instanceof Drainable) {
            return false;
        }
        repeatable.mark(Integer.MAX_VALUE);
        boolean exceeds =
                new WireElements(bounds.maxElements()).exceededBy(repeatable, prototype.getDescriptorForType());
        repeatable.reset();
        return exceeds;
    }

    private static <Q> Read<Q> refused(Status status, String text) {
        return new Read<>(null, status.withDescription(text));
    }

    private static String why(StatusRuntimeException e) {
        String text = e.getCause() instanceof InvalidProtocolBufferException cause ? cause.getMessage() : "";
        if (text.contains("UTF-8")) {
            return "string field contains invalid UTF-8";
        }
        return text.contains("nesting")
                ? "proto: exceeded maximum recursion depth"
                : "proto: cannot parse invalid wire-format data";
    }
}
