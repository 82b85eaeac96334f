// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.transport;

/** A listen URL cannot be used; the message is for the person who wrote it. */
public final class ListenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ListenException(String message) {
        super(message);
    }

    ListenException(String message, Throwable cause) {
        super(message, cause);
    }
}
