// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import dev.cairn.node.server.Health;
import dev.cairn.node.wire.EtcdError;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import dev.cairn.node.wire.etcdserverpb.MaintenanceGrpc;
import dev.cairn.node.wire.etcdserverpb.RangeRequest;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * What every call must pass, in etcd's order: a learner serves Status, serializable Range and Snapshot only; a client
 * that asks for a leader ({@code hasleader: true}) is refused by a member that knows none, and its streams end later
 * when none is left.
 */
final class CallGuard implements ServerInterceptor {
    static final Metadata.Key<String> HAS_LEADER = Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER);
    static final Metadata.Key<String> CLIENT_API_VERSION =
            Metadata.Key.of("client-api-version", Metadata.ASCII_STRING_MARSHALLER);

    private static final String RANGE = KVGrpc.getRangeMethod().getFullMethodName();
    private static final String STATUS = MaintenanceGrpc.getStatusMethod().getFullMethodName();
    private static final String SNAPSHOT = MaintenanceGrpc.getSnapshotMethod().getFullMethodName();

    private final Health health;
    private final LiveStreams streams;
    private final GrpcMetrics metrics;

    CallGuard(Health health, LiveStreams streams, GrpcMetrics metrics) {
        this.health = health;
        this.streams = streams;
        this.metrics = metrics;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        String method = call.getMethodDescriptor().getFullMethodName();
        boolean stream = call.getMethodDescriptor().getType() != MethodType.UNARY;
        boolean learner = health.isLearner();
        if (learner && !method.equals(RANGE) && !method.equals(STATUS) && !method.equals(SNAPSHOT)) {
            return refuse(call, EtcdError.NOT_SUPPORTED_FOR_LEARNER);
        }
        metrics.clientRequest(stream, headers.get(CLIENT_API_VERSION));
        boolean wantsLeader = "true".equals(headers.get(HAS_LEADER));
        if (wantsLeader && !health.hasLeader()) {
            return refuse(call, EtcdError.NO_LEADER);
        }
        if (stream) {
            SerializedCall<Q, R> serialized = SerializedCall.of(call);
            ServerCall.Listener<Q> listener = next.startCall(serialized, headers);
            // A snapshot ends by itself.
            return method.equals(SNAPSHOT) && !wantsLeader ? listener : keep(serialized, listener, wantsLeader);
        }
        if (learner && method.equals(RANGE)) {
            return serializableOnly(call, headers, next);
        }
        return next.startCall(call, headers);
    }

    private <Q, R> ServerCall.Listener<Q> keep(
            SerializedCall<Q, R> call, ServerCall.Listener<Q> listener, boolean wantsLeader) {
        streams.add(call, wantsLeader ? LiveStreams.Kind.WANTS_LEADER : LiveStreams.Kind.PATIENT);
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onCancel() {
                streams.remove(call);
                super.onCancel();
            }

            @Override
            public void onComplete() {
                streams.remove(call);
                super.onComplete();
            }
        };
    }

    /** Whether a Range is serializable only its message says. */
    private static <Q, R> ServerCall.Listener<Q> serializableOnly(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            private boolean refused;

            @Override
            public void onMessage(Q message) {
                if (message instanceof RangeRequest range && !range.getSerializable()) {
                    refused = true;
                    refuse(call, EtcdError.NOT_SUPPORTED_FOR_LEARNER);
                    return;
                }
                super.onMessage(message);
            }

            @Override
            public void onHalfClose() {
                if (!refused) {
                    super.onHalfClose();
                }
            }
        };
    }

    private static <Q> ServerCall.Listener<Q> refuse(ServerCall<Q, ?> call, EtcdError error) {
        call.close(ErrorStatus.of(error), new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
