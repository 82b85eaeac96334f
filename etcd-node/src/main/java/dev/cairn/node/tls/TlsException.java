// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.tls;

/** TLS cannot be set up as asked; the message names the file or flag and what is wrong with it. */
public final class TlsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TlsException(String message) {
        super(message);
    }

    TlsException(String message, Throwable cause) {
        super(message, cause);
    }
}
