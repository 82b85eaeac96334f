// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.gateway;

import com.google.protobuf.Message;
import dev.cairn.node.api.budget.ByteBudget;
import dev.cairn.node.api.http.HttpExchange;
import dev.cairn.node.api.http.HttpRoute;
import dev.cairn.node.wire.RequestBounds;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything below {@code /v3/}. JSON is read and written on the lent executor, not on event loops. */
public final class JsonGateway implements HttpRoute, AutoCloseable {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    /** Messages of a stream that may be on their way at once: with one, a watch would have no room for progress. */
    private static final int STREAM_WINDOW = 2;

    private static final Logger LOG = LoggerFactory.getLogger(JsonGateway.class);

    private final GatewayRoutes routes = new GatewayRoutes();
    private final Executor executor;
    private final RequestBounds bounds;
    private final ByteBudget budget;
    private final Server server;
    private final ManagedChannel channel;

    public JsonGateway(
            List<ServerServiceDefinition> services,
            ServerStreamTracer.Factory tracer,
            Executor executor,
            RequestBounds bounds,
            ByteBudget budget) {
        this.executor = executor;
        this.budget = budget;
        this.bounds = bounds;
        String name = InProcessServerBuilder.generateName();
        this.server = InProcessServerBuilder.forName(name)
                // Not the direct one: it would let one call's events overlap where no event loop keeps them in line.
                .executor(executor)
                .addServices(services)
                .addStreamTracerFactory(tracer)
                .build();
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.channel = InProcessChannelBuilder.forName(name).executor(executor).build();
    }

    @Override
    public void handle(HttpExchange exchange) {
        MethodDescriptor<?, ?> method = routes.find(exchange.path());
        if (method == null) {
            GatewayErrors.respond(exchange, Status.NOT_FOUND.withDescription("Not Found"));
        } else if (!exchange.method().equals("POST")) {
            GatewayErrors.respond(exchange, Status.UNIMPLEMENTED.withDescription("Method Not Allowed"));
        } else {
            executor.execute(() -> callOrClose(exchange, method));
        }
    }

    private void callOrClose(HttpExchange exchange, MethodDescriptor<?, ?> method) {
        try {
            call(exchange, method);
        } catch (RuntimeException e) {
            LOG.error("{} failed", exchange.path(), e);
            exchange.abort();
        }
    }

    private <Q, R> void call(HttpExchange exchange, MethodDescriptor<Q, R> method) {
        MethodDescriptor.PrototypeMarshaller<Q> requests =
                (MethodDescriptor.PrototypeMarshaller<Q>) method.getRequestMarshaller();
        Message prototype = (Message) requests.getMessagePrototype();
        boolean many = method.getType() == MethodType.BIDI_STREAMING;
        JsonReader reader;
        Message first;
        try {
            reader = new JsonReader(exchange.takeBody(), prototype, bounds, exchange::isGone);
            first = reader.next();
            if (first == null && !many) {
                first = prototype.getDefaultInstanceForType();
            }
            requireSmallEnough(first);
        } catch (StatusRuntimeException e) {
            GatewayErrors.respond(exchange, e.getStatus());
            return;
        }
        ClientCall<Q, GatewayResponse> call = channel.newCall(GatewayResponse.of(method), CallOptions.DEFAULT);
        boolean unary = method.getType() == MethodType.UNARY;
        call.start(
                unary
                        ? new UnaryAnswer(exchange, exchange.answers())
                        : new StreamAnswer<Q>(
                                exchange, call, new StreamRequests<>(cast(first), reader), budget.events()),
                metadata(exchange));
        call.request(unary ? 2 : STREAM_WINDOW);
        if (!many) {
            call.sendMessage(cast(first));
            call.halfClose();
        }
        exchange.onClose(() -> call.cancel("the HTTP client went away", null));
    }

    /** The in-process transport passes messages of any size; over the network gRPC would have refused them in these words. */
    private void requireSmallEnough(Message message) {
        int size = message == null ? 0 : message.getSerializedSize();
        if (size > bounds.maxMessageBytes()) {
            throw Status.RESOURCE_EXHAUSTED
                    .withDescription("grpc: received message larger than max (" + size + " vs. "
                            + bounds.maxMessageBytes() + ")")
                    .asRuntimeException();
        }
    }

    @SuppressWarnings("unchecked")
    private static <Q> Q cast(Message request) {
        return (Q) request;
    }

    private static Metadata metadata(HttpExchange exchange) {
        Metadata metadata = new Metadata();
        metadata.put(GatewayCaller.KEY, exchange.caller());
        String authorization = exchange.header("Authorization");
        if (authorization != null) {
            metadata.put(AUTHORIZATION, authorization);
        }
        return metadata;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
    }
}
