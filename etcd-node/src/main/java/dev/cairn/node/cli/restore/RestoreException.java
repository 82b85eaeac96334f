// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli.restore;

/** The snapshot cannot be restored as asked; nothing was left behind. */
public final class RestoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RestoreException(String message) {
        super(message);
    }
}
