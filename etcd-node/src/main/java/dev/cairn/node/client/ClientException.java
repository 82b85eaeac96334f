// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.client;

import dev.cairn.node.wire.EtcdUrl;
import io.grpc.StatusRuntimeException;

/** A member did not do what it was asked; the message names it and says why. */
public final class ClientException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What a caller can do about it. */
    public enum Kind {
        /** No answer, or none in time: another member may have one. */
        UNREACHABLE,
        /** The member does not let this client in. */
        ACCESS_DENIED,
        /** The member answered with an error. */
        REFUSED
    }

    private final Kind kind;

    ClientException(EtcdUrl endpoint, StatusRuntimeException failure) {
        super(text(endpoint, failure), failure);
        this.kind = switch (failure.getStatus().getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED -> Kind.UNREACHABLE;
            case UNAUTHENTICATED, PERMISSION_DENIED -> Kind.ACCESS_DENIED;
            default -> Kind.REFUSED;
        };
    }

    private static String text(EtcdUrl endpoint, StatusRuntimeException failure) {
        Throwable cause = failure.getCause();
        return "member " + endpoint + ": " + failure.getStatus().getDescription() + (cause == null ? "" : ": " + cause);
    }

    public Kind kind() {
        return kind;
    }
}
