// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.session;

/** The command ends with this code; what is to be said was said. */
public final class SilentExit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    public SilentExit(int exitCode) {
        super("exit code " + exitCode);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
