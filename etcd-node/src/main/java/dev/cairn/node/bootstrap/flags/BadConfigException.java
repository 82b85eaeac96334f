// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.flags;

/** The configuration cannot be used; the message names the flag, the value and the remedy. */
public final class BadConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadConfigException(String message) {
        super(message);
    }
}
