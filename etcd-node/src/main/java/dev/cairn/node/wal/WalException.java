// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.wal;

import java.io.IOException;

/**
 * The log cannot be read or written. Final: after a failed write or fsync nobody knows what is on disk, so the process
 * ends and recovery decides. Damage says which file, where, and what to do.
 */
public final class WalException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public WalException(String message) {
        super(message);
    }

    public WalException(String message, IOException cause) {
        super(message + ": " + cause, cause);
    }
}
