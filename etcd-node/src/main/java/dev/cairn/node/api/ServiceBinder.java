// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import com.google.protobuf.Message;
import dev.cairn.node.api.message.EncodedMarshaller;
import dev.cairn.node.wire.splice.Encoded;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;

/** Binds a service of the generated descriptors method by method; methods left out answer Unimplemented. */
final class ServiceBinder {
    private final ServerServiceDefinition.Builder definition;
    private final CallClients clients;

    ServiceBinder(String serviceName, CallClients clients) {
        this.clients = clients;
        this.definition = ServerServiceDefinition.builder(serviceName);
    }

    /** A unary method whose response is a generated message. */
    <Q extends Message, R extends Message> ServiceBinder unary(
            MethodDescriptor<Q, R> method, UnaryHandler.Method<Q, R> call) {
        definition.addMethod(method, new UnaryHandler<>(call, clients));
        return this;
    }

    /** A unary method that hashes a password. */
    <Q extends Message, R extends Message> ServiceBinder hashing(
            MethodDescriptor<Q, R> method, UnaryHandler.Method<Q, R> call) {
        definition.addMethod(method, new PasswordCalls<>(call, clients));
        return this;
    }

    /** A unary method whose response writes itself. */
    <Q extends Message> ServiceBinder encoded(MethodDescriptor<Q, ?> method, UnaryHandler.Method<Q, Encoded> call) {
        definition.addMethod(encodedResponse(method), new UnaryHandler<>(call, clients));
        return this;
    }

    <Q extends Message, R extends Message> ServiceBinder stream(
            MethodDescriptor<Q, R> method, ServerCallHandler<Q, R> handler) {
        definition.addMethod(method, handler);
        return this;
    }

    <Q extends Message> ServiceBinder encodedStream(
            MethodDescriptor<Q, ?> method, ServerCallHandler<Q, Encoded> handler) {
        definition.addMethod(encodedResponse(method), handler);
        return this;
    }

    ServerServiceDefinition build() {
        return definition.build();
    }

    private static <Q> MethodDescriptor<Q, Encoded> encodedResponse(MethodDescriptor<Q, ?> method) {
        return method.toBuilder(method.getRequestMarshaller(), EncodedMarshaller.INSTANCE)
                .build();
    }
}
