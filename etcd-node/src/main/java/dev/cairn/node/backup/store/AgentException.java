// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.backup.store;

/** The agent cannot do what it was asked; the reason is one that machines compare, the message is for people. */
public final class AgentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public AgentException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public AgentException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Part of the report's format: constants are added, never renamed. */
    public enum Reason {
        ACCESS_DENIED("AccessDenied"),
        NO_SUCH_BUCKET("NoSuchBucket"),
        NOT_FOUND("NotFound"),
        UNREACHABLE("Unreachable"),
        HASH_MISMATCH("HashMismatch"),
        INVALID_SNAPSHOT("InvalidSnapshot"),
        INVALID_ARGUMENT("InvalidArgument"),
        DATA_DIRECTORY_IN_USE("DataDirectoryInUse"),
        INTERNAL("Internal");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
