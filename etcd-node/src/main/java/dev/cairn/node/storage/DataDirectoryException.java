// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.storage;

/** The data directory cannot be used as asked. The message names the path and what to do; nothing was changed. */
public final class DataDirectoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DataDirectoryException(String message) {
        super(message);
    }

    public DataDirectoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
