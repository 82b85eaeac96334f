// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.client;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** A call ended without an answer; the message is what etcd's Go client says of it. */
public final class CallFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String OF_ETCD = "etcdserver: ";

    private final transient Status status;

    CallFailure(Status status) {
        super(words(status));
        this.status = status;
    }

    static CallFailure of(StatusRuntimeException failure) {
        return new CallFailure(failure.getStatus());
    }

    private static String words(Status status) {
        String description = description(status);
        if (description.startsWith(OF_ETCD)) {
            return description;
        }
        return switch (status.getCode()) {
            case DEADLINE_EXCEEDED -> "context deadline exceeded";
            case CANCELLED -> "context canceled";
            default -> rpcWords(status);
        };
    }

    /** As gRPC for Go prints any status. */
    static String rpcWords(Status status) {
        return "rpc error: code = " + name(status.getCode()) + " desc = " + description(status);
    }

    private static String description(Status status) {
        String cause = status.getCause() == null ? "" : ": " + rootOf(status.getCause());
        return status.getDescription() == null ? cause : status.getDescription() + cause;
    }

    /** Netty says where, the root of it says what. */
    private static String rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    /** In Go's spelling: {@code DeadlineExceeded}. */
    private static String name(Status.Code code) {
        if (code == Status.Code.CANCELLED) {
            return "Canceled";
        }
        StringBuilder name = new StringBuilder();
        for (String word : code.name().split("_")) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(java.util.Locale.ROOT));
        }
        return name.toString();
    }

    /** Whether the member said just this, without etcd's prefix. */
    public boolean says(String text) {
        return getMessage().equals(OF_ETCD + text);
    }

    public boolean isUnavailable() {
        return status.getCode() == Status.Code.UNAVAILABLE;
    }

    public boolean isPermissionDenied() {
        return status.getCode() == Status.Code.PERMISSION_DENIED;
    }

    /** Nobody reached, no leader, a broken frame: the next stream may do better. */
    boolean isPassing() {
        return isUnavailable() || status.getCode() == Status.Code.INTERNAL;
    }
}
