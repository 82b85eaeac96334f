// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage;

/** The store failed or is damaged. Final: retrying a failed write or flush could lose acknowledged data. */
public final class BackendException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BackendException(String message, Throwable cause) {
        super(message, cause);
    }

    public BackendException(String message) {
        super(message);
    }
}
