// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer.net;

/** A peer URL cannot be listened on or dialed; the message is for the person who wrote it. */
public final class PeerPortException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PeerPortException(String message) {
        super(message);
    }

    public PeerPortException(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
