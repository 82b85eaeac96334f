// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli;

/** A command cannot do what it was asked; the message is shown behind {@code Error:}. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Exit codes of etcd's tools. */
    public static final int ERROR = 1;

    public static final int BAD_CONNECTION = 2;
    public static final int INVALID_INPUT = 3;
    public static final int UNSUPPORTED = 4;
    public static final int INTERRUPTED = 5;
    public static final int BAD_ARGUMENTS = 128;

    private final int exitCode;

    public CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
