// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import dev.cairn.node.wire.etcdserverpb.LeaseGrpc;
import dev.cairn.node.wire.etcdserverpb.WatchGrpc;
import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;

/**
 * Counts calls and messages under the names that etcd's dashboards and alerts use: {@code grpc_server_started_total},
 * {@code _handled_total}, {@code _msg_received_total}, {@code _msg_sent_total}, all of them there from the start with 0,
 * {@code etcd_server_client_requests_total} and the bytes
 * of messages.
 */
final class GrpcMetrics extends ServerStreamTracer.Factory {
    /** Versions come from clients: beyond this many they are counted together. */
    private static final int CLIENT_VERSIONS_MAX = 32;

    /** The buckets of the library that etcd uses. */
    private static final Duration[] CALL_SECONDS = DoubleStream.of(
                    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
            .mapToObj(seconds -> Duration.ofNanos((long) (seconds * 1e9)))
            .toArray(Duration[]::new);

    private static final Map<String, String> STREAMS = Map.of(
            WatchGrpc.getWatchMethod().getFullMethodName(), "watch",
            LeaseGrpc.getLeaseKeepAliveMethod().getFullMethodName(), "lease-keepalive");

    private static final Map<Status.Code, String> CODE_NAMES = codeNames();
    private static final ServerStreamTracer UNCOUNTED = new ServerStreamTracer() {};
    private static final Context.Key<CountingTracer> TRACER = Context.key("tracer");

    private final MeterRegistry registry;
    private final boolean extensive;
    private final Map<String, MethodMeters> byMethod = new LinkedHashMap<>();
    private final Map<String, Counter> unaryByVersion = new ConcurrentHashMap<>();
    private final Map<String, Counter> streamsByVersion = new ConcurrentHashMap<>();

    /** {@code extensive}: time each call, as {@code --metrics extensive} asks for. */
    GrpcMetrics(MeterRegistry registry, boolean extensive) {
        this.extensive = extensive;
        this.registry = registry;
    }

    /** Call before the first request. */
    void register(Collection<ServerServiceDefinition> services) {
        for (ServerServiceDefinition service : services) {
            service.getMethods().forEach(method -> {
                MethodDescriptor<?, ?> descriptor = method.getMethodDescriptor();
                byMethod.put(descriptor.getFullMethodName(), new MethodMeters(registry, descriptor, extensive));
            });
        }
    }

    void clientRequest(boolean stream, String clientVersion) {
        String version = clientVersion == null ? "unknown" : clientVersion;
        Map<String, Counter> counters = stream ? streamsByVersion : unaryByVersion;
        if (counters.size() >= CLIENT_VERSIONS_MAX && !counters.containsKey(version)) {
            version = "other";
        }
        counters.computeIfAbsent(
                        version,
                        each -> Counter.builder("etcd_server_client_requests_total")
                                .description("The total number of client requests per client version.")
                                .tag("type", stream ? "stream" : "unary")
                                .tag("client_api_version", each)
                                .register(registry))
                .increment();
    }

    /** The call, which runs in the current context, with what the member answers noted for {@code _handled_total}. */
    static <Q, R> ServerCall<Q, R> observed(ServerCall<Q, R> call) {
        CountingTracer tracer = TRACER.get();
        if (tracer == null) {
            return call;
        }
        return new SimpleForwardingServerCall<>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
                tracer.answer = status.getCode();
                super.close(status, trailers);
            }
        };
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
        MethodMeters meters = byMethod.get(fullMethodName);
        if (meters == null) {
            return UNCOUNTED;
        }
        meters.started.increment();
        return new CountingTracer(meters);
    }

    private static final class CountingTracer extends ServerStreamTracer {
        private final MethodMeters meters;
        private final long beganNanos;
        private volatile Status.Code answer;

        CountingTracer(MethodMeters meters) {
            this.meters = meters;
            this.beganNanos = meters.durations == null ? 0 : System.nanoTime();
        }

        @Override
        public Context filterContext(Context context) {
            return context.withValue(TRACER, this);
        }

        @Override
        public void inboundMessage(int sequence) {
            meters.received.increment();
        }

        @Override
        public void outboundMessage(int sequence) {
            meters.sent.increment();
        }

        @Override
        public void inboundUncompressedSize(long bytes) {
            meters.receivedBytes.increment(bytes);
        }

        @Override
        public void outboundUncompressedSize(long bytes) {
            meters.sentBytes.increment(bytes);
        }

        /**
         * A call whose connection ended is a call that its client gave up: that is what etcd's handlers return, and
         * Unavailable would raise the alert for a member that cannot serve.
         */
        @Override
        public void streamClosed(Status status) {
            Status.Code code = status.getCode();
            boolean lost = code == Status.Code.UNAVAILABLE && answer != code;
            meters.handled.get(lost ? Status.Code.CANCELLED : code).increment();
            if (meters.durations != null) {
                meters.durations.record(System.nanoTime() - beganNanos, TimeUnit.NANOSECONDS);
            }
            if (!lost && code != Status.Code.OK && code != Status.Code.CANCELLED) {
                meters.streamFailed();
            }
        }
    }

    private static final class MethodMeters {
        final Counter started;
        final Counter received;
        final Counter sent;
        final Counter receivedBytes;
        final Counter sentBytes;
        final Map<Status.Code, Counter> handled = new EnumMap<>(Status.Code.class);
        /** Null unless calls are timed. */
        final Timer durations;

        /** Null for all but the streams whose failures etcd counts. */
        private final Counter streamFailures;

        MethodMeters(MeterRegistry registry, MethodDescriptor<?, ?> method, boolean extensive) {
            String stream = STREAMS.get(method.getFullMethodName());
            streamFailures = stream == null
                    ? null
                    : Counter.builder("etcd_network_server_stream_failures_total")
                            .description("Streams of clients that broke.")
                            .tag("Type", "receive")
                            .tag("API", stream)
                            .register(registry);
            Tags tags = Tags.of(
                    "grpc_service", method.getServiceName(),
                    "grpc_method", method.getBareMethodName(),
                    "grpc_type", typeName(method.getType()));
            durations = extensive
                    ? Timer.builder("grpc_server_handling_seconds")
                            .description("How long calls took.")
                            .tags(tags)
                            .serviceLevelObjectives(CALL_SECONDS)
                            .register(registry)
                    : null;
            started = counter(registry, "started_total", "Total number of RPCs started on the server.", tags);
            received = counter(
                    registry,
                    "msg_received_total",
                    "Total number of RPC stream messages received on the server.",
                    tags);
            sent = counter(
                    registry, "msg_sent_total", "Total number of gRPC stream messages sent by the server.", tags);
            // One counter each for all methods: the registry hands out the same one again.
            receivedBytes = Counter.builder("etcd_network_client_grpc_received_bytes_total")
                    .description("The total number of bytes received from grpc clients.")
                    .register(registry);
            sentBytes = Counter.builder("etcd_network_client_grpc_sent_bytes_total")
                    .description("The total number of bytes sent to grpc clients.")
                    .register(registry);
            for (Status.Code code : Status.Code.values()) {
                handled.put(
                        code,
                        counter(
                                registry,
                                "handled_total",
                                "Total number of RPCs completed on the server, regardless of success or failure.",
                                tags.and("grpc_code", CODE_NAMES.get(code))));
            }
        }

        void streamFailed() {
            if (streamFailures != null) {
                streamFailures.increment();
            }
        }

        private static Counter counter(MeterRegistry registry, String name, String description, Tags tags) {
            return Counter.builder("grpc_server_" + name)
                    .description(description)
                    .tags(tags)
                    .register(registry);
        }
    }

    private static String typeName(MethodType type) {
        return switch (type) {
            case SERVER_STREAMING -> "server_stream";
            case CLIENT_STREAMING -> "client_stream";
            case BIDI_STREAMING -> "bidi_stream";
            case UNARY, UNKNOWN -> "unary";
        };
    }

    /** As Go writes them: {@code DeadlineExceeded}, with two of its own. */
    private static Map<Status.Code, String> codeNames() {
        Map<Status.Code, String> names = new EnumMap<>(Status.Code.class);
        for (Status.Code code : Status.Code.values()) {
            StringBuilder name = new StringBuilder();
            for (String word : code.name().split("_")) {
                name.append(word.charAt(0)).append(word.substring(1).toLowerCase(java.util.Locale.ROOT));
            }
            names.put(code, name.toString());
        }
        names.put(Status.Code.OK, "OK");
        names.put(Status.Code.CANCELLED, "Canceled");
        return names;
    }
}
