// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.transport;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Answers calls of methods that there are not in the words of Go's gRPC server. */
final class UnknownMethods extends HandlerRegistry {
    private static final MethodDescriptor.Marshaller<byte[]> NOTHING = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            return new byte[0];
        }
    };

    private final Set<String> services = new TreeSet<>();

    UnknownMethods(List<ServerServiceDefinition> known) {
        known.forEach(each -> services.add(each.getServiceDescriptor().getName()));
    }

    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String methodName, String authority) {
        MethodDescriptor<byte[], byte[]> method = MethodDescriptor.<byte[], byte[]>newBuilder(NOTHING, NOTHING)
                .setType(MethodDescriptor.MethodType.UNKNOWN)
                .setFullMethodName(methodName)
                .build();
        return ServerMethodDefinition.create(method, (call, headers) -> {
            call.close(Status.UNIMPLEMENTED.withDescription(words(methodName)), new Metadata());
            return new ServerCall.Listener<>() {};
        });
    }

    private String words(String methodName) {
        int slash = methodName.lastIndexOf('/');
        if (slash < 0) {
            return "malformed method name: \"/" + methodName + "\"";
        }
        String service = methodName.substring(0, slash);
        return services.contains(service)
                ? "unknown method " + methodName.substring(slash + 1) + " for service " + service
                : "unknown service " + service;
    }
}
