// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.etcd;

/** A member did not do what it was asked: it did not answer, or it refused. */
public final class EtcdFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Kind {
        /** No answer in time, or no connection. */
        UNREACHABLE,
        /** It answered, with a refusal. */
        REFUSED,
        /** It answered that the operator may not ask this: authentication is on, and the operator has no such right. */
        FORBIDDEN,
        /** It answered that it does not know the call. */
        UNKNOWN_CALL
    }

    private final Kind kind;

    public EtcdFailure(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
