// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import dev.cairn.node.wire.etcdserverpb.PutRequest;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/** A gRPC connection that sends any bytes as a message and throws away what it is answered, but for its length. */
final class Grpc implements AutoCloseable {
    private static final int MAX_ANSWER_BYTES = 1 << 30;

    private static final MethodDescriptor.Marshaller<byte[]> BYTES = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            throw new UnsupportedOperationException("answers are measured, not kept");
        }
    };

    private static final MethodDescriptor.Marshaller<Long> LENGTH = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(Long value) {
            throw new UnsupportedOperationException("requests are bytes");
        }

        @Override
        public Long parse(InputStream stream) {
            try {
                return stream.skip(MAX_ANSWER_BYTES);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    private final ManagedChannel channel;

    Grpc(int port) {
        channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .maxInboundMessageSize(MAX_ANSWER_BYTES)
                .build();
    }

    static boolean isAnsweredWithin(Server server, long seconds) {
        if (!server.isAlive()) {
            return false;
        }
        try (Grpc connection = new Grpc(server.port())) {
            connection
                    .kv(seconds)
                    .range(RangeRequest.newBuilder()
                            .setKey(ByteString.copyFromUtf8("/answered"))
                            .build());
            return true;
        } catch (StatusRuntimeException unanswered) {
            return false;
        }
    }

    KVGrpc.KVBlockingStub kv(long seconds) {
        return KVGrpc.newBlockingStub(channel)
                .withWaitForReady()
                .withMaxInboundMessageSize(MAX_ANSWER_BYTES)
                .withDeadlineAfter(seconds, TimeUnit.SECONDS);
    }

    /** The bytes of the answer to one request, whatever its own bytes are. */
    long ask(String method, byte[] request, long seconds) {
        return ClientCalls.blockingUnaryCall(
                channel,
                descriptor(method, MethodDescriptor.MethodType.UNARY),
                CallOptions.DEFAULT.withDeadlineAfter(seconds, TimeUnit.SECONDS),
                request);
    }

    /** A stream of both directions; the observer gets the length of each answer. */
    StreamObserver<byte[]> stream(String method, StreamObserver<Long> answers) {
        ClientCall<byte[], Long> call =
                channel.newCall(descriptor(method, MethodDescriptor.MethodType.BIDI_STREAMING), CallOptions.DEFAULT);
        return ClientCalls.asyncBidiStreamingCall(call, answers);
    }

    void put(String key, byte[] value) {
        kv(30).put(PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(key))
                .setValue(ByteString.copyFrom(value))
                .build());
    }

    static byte[] bytes(MessageLite message) {
        return message.toByteArray();
    }

    private static MethodDescriptor<byte[], Long> descriptor(String method, MethodDescriptor.MethodType type) {
        return MethodDescriptor.newBuilder(BYTES, LENGTH)
                .setType(type)
                .setFullMethodName("etcdserverpb." + method)
                .build();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
