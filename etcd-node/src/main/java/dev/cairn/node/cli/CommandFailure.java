// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli;

/** A command cannot do what it was asked; the message is shown behind {@code Error:}. */
final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Exit codes of etcd's tools. */
    static final int ERROR = 1;

    static final int UNSUPPORTED = 4;
    static final int BAD_ARGUMENTS = 128;

    private final int exitCode;

    CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
