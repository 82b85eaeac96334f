// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.apply;

import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.cairn.node.wire.etcdserverpb.InternalRaftRequestOrBuilder;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What etcd's metrics call a request of the log: the name of its field in camel case. */
public final class RequestKind {
    private static final String UNKNOWN = "unknown";

    private record Kind(FieldDescriptor field, String name) {}

    private static final List<Kind> RARE =
            dev.cairn.node.wire.etcdserverpb.InternalRaftRequest.getDescriptor().getFields().stream()
                    .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
                    .filter(field -> !field.getName().equals("header"))
                    .map(field -> new Kind(field, camelCase(field.getName())))
                    .toList();

    private RequestKind() {}

    public static String of(InternalRaftRequestOrBuilder request) {
        if (request.hasPut()) {
            return "Put";
        }
        if (request.hasTxn()) {
            return "Txn";
        }
        if (request.hasDeleteRange()) {
            return "DeleteRange";
        }
        if (request.hasLeaseGrant()) {
            return "LeaseGrant";
        }
        for (Kind kind : RARE) {
            if (request.hasField(kind.field())) {
                return kind.name();
            }
        }
        return UNKNOWN;
    }

    private static String camelCase(String field) {
        return Stream.of(field.split("_"))
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    }
}
