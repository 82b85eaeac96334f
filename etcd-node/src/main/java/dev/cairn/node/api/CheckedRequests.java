// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import com.google.protobuf.Message;
import dev.cairn.node.api.message.RequestMarshaller;
import dev.cairn.node.wire.RequestBounds;
import io.grpc.ForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;

/** A service whose requests are read by {@link RequestMarshaller}: a call with one that is none ends with its refusal. */
final class CheckedRequests {
    private CheckedRequests() {}

    static ServerServiceDefinition of(ServerServiceDefinition service, RequestBounds bounds) {
        ServerServiceDefinition.Builder checked =
                ServerServiceDefinition.builder(service.getServiceDescriptor().getName());
        service.getMethods().forEach(method -> add(checked, method, bounds));
        return checked.build();
    }

    @SuppressWarnings("unchecked")
    private static <Q extends Message, R> void add(
            ServerServiceDefinition.Builder checked, ServerMethodDefinition<?, ?> definition, RequestBounds bounds) {
        ServerMethodDefinition<Q, R> method = (ServerMethodDefinition<Q, R>) definition;
        MethodDescriptor<Q, R> descriptor = method.getMethodDescriptor();
        checked.addMethod(
                descriptor.toBuilder(new RequestMarshaller<>(descriptor, bounds), descriptor.getResponseMarshaller())
                        .build(),
                new Handler<>(method.getServerCallHandler()));
    }

    private record Handler<Q, R>(ServerCallHandler<Q, R> next)
            implements ServerCallHandler<RequestMarshaller.Read<Q>, R> {
        @Override
        public ServerCall.Listener<RequestMarshaller.Read<Q>> startCall(
                ServerCall<RequestMarshaller.Read<Q>, R> call, Metadata headers) {
            ServerCall<RequestMarshaller.Read<Q>, R> observed = GrpcMetrics.observed(call);
            boolean unary = call.getMethodDescriptor().getType() == MethodType.UNARY;
            // Outermost, and once: a second one around it would hand each message on to be encoded later.
            ServerCall<Q, R> asServed = asServed(unary ? observed : SerializedCall.of(observed));
            return new Unwrapping<>(asServed, next.startCall(asServed, headers));
        }

        /** A call never hands out a request, so what kind it is stays between marshaller and listener. */
        @SuppressWarnings("unchecked")
        private static <Q, R> ServerCall<Q, R> asServed(ServerCall<?, R> call) {
            return (ServerCall<Q, R>) call;
        }
    }

    private static final class Unwrapping<Q> extends ForwardingServerCallListener<RequestMarshaller.Read<Q>> {
        private final ServerCall<Q, ?> call;
        private final ServerCall.Listener<Q> next;
        private boolean refused;

        Unwrapping(ServerCall<Q, ?> call, ServerCall.Listener<Q> next) {
            this.call = call;
            this.next = next;
        }

        @Override
        @SuppressWarnings("unchecked")
        protected ServerCall.Listener<RequestMarshaller.Read<Q>> delegate() {
            return (ServerCall.Listener<RequestMarshaller.Read<Q>>) (ServerCall.Listener<?>) next;
        }

        @Override
        public void onMessage(RequestMarshaller.Read<Q> request) {
            if (refused) {
                return;
            }
            if (request.refusal() == null) {
                next.onMessage(request.message());
            } else {
                refused = true;
                call.close(request.refusal(), new Metadata());
            }
        }

        @Override
        public void onHalfClose() {
            if (!refused) {
                next.onHalfClose();
            }
        }

        @Override
        public void onReady() {
            if (!refused) {
                next.onReady();
            }
        }
    }
}
