// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.confchange;

/** The change cannot follow the configuration it was to be applied to, or its bytes are no change. */
public final class ConfChangeException extends Exception {
    private static final long serialVersionUID = 1L;

    public ConfChangeException(String message) {
        super(message);
    }
}
