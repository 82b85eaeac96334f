// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.proxy;

import com.google.protobuf.ByteString;
import dev.cairn.node.process.cluster.Doorway;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.HandlerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Passes everything on, but answers a read that it has seen a little while ago with the answer from then. */
public final class StaleDoorway implements Doorway {
    private static final String RANGE = "etcdserverpb.KV/Range";
    private static final long STALE_NANOS = 150_000_000;
    private static final int MAX_MESSAGE_BYTES = 64 << 20;

    private final Map<ByteString, Remembered> answers = new ConcurrentHashMap<>();
    private Server server;
    private ManagedChannel member;

    private record Remembered(byte[] answer, long nanos) {}

    @Override
    public InetSocketAddress open(String host, int port) {
        answers.clear();
        member = NettyChannelBuilder.forAddress(host, port)
                .usePlaintext()
                .directExecutor()
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .build();
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .directExecutor()
                    .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                    .fallbackHandlerRegistry(new AnyMethod())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort());
    }

    @Override
    public void close() {
        if (server != null) {
            server.shutdownNow();
            member.shutdownNow();
            server = null;
        }
    }

    private final class AnyMethod extends HandlerRegistry {
        @Override
        public ServerMethodDefinition<?, ?> lookupMethod(String name, String authority) {
            MethodDescriptor<byte[], byte[]> method = MethodDescriptor.newBuilder(Bytes.MARSHALLER, Bytes.MARSHALLER)
                    .setFullMethodName(name)
                    .setType(MethodType.UNKNOWN)
                    .build();
            return ServerMethodDefinition.create(method, (call, headers) -> pass(method, call, headers));
        }
    }

    private ServerCall.Listener<byte[]> pass(
            MethodDescriptor<byte[], byte[]> method, ServerCall<byte[], byte[]> client, Metadata headers) {
        boolean range = method.getFullMethodName().equals(RANGE);
        Passed passed = new Passed(client, member.newCall(method, CallOptions.DEFAULT), range);
        passed.begin(headers);
        return passed;
    }

    /** One call: what the client sends goes to the member, what the member answers to the client. */
    private final class Passed extends ServerCall.Listener<byte[]> {
        private final ServerCall<byte[], byte[]> client;
        private final ClientCall<byte[], byte[]> call;
        private final boolean range;
        private ByteString question;
        private boolean answered;

        private Passed(ServerCall<byte[], byte[]> client, ClientCall<byte[], byte[]> call, boolean range) {
            this.client = client;
            this.call = call;
            this.range = range;
        }

        private void begin(Metadata headers) {
            call.start(new Answers(), headers);
            call.request(Integer.MAX_VALUE);
            client.request(Integer.MAX_VALUE);
        }

        @Override
        public void onMessage(byte[] message) {
            question = ByteString.copyFrom(message);
            Remembered remembered = range ? answers.get(question) : null;
            if (remembered != null && System.nanoTime() - remembered.nanos() < STALE_NANOS) {
                answered = true;
                call.cancel("answered from memory", null);
                client.sendHeaders(new Metadata());
                client.sendMessage(remembered.answer());
                client.close(io.grpc.Status.OK, new Metadata());
            } else {
                call.sendMessage(message);
            }
        }

        @Override
        public void onHalfClose() {
            if (!answered) {
                call.halfClose();
            }
        }

        @Override
        public void onCancel() {
            call.cancel("the client went away", null);
        }

        private final class Answers extends ClientCall.Listener<byte[]> {
            @Override
            public void onHeaders(Metadata headers) {
                client.sendHeaders(headers);
            }

            @Override
            public void onMessage(byte[] message) {
                if (range) {
                    answers.put(question, new Remembered(message, System.nanoTime()));
                }
                client.sendMessage(message);
            }

            @Override
            public void onClose(io.grpc.Status status, Metadata trailers) {
                if (!answered && !client.isCancelled()) {
                    client.close(status, trailers);
                }
            }
        }
    }
}
