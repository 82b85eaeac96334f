// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.start;

/** This member must not start as it was asked to, and nothing was changed; the message says why, and what to do. */
public final class StartRefusedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public StartRefusedException(String message) {
        super(message);
    }
}
