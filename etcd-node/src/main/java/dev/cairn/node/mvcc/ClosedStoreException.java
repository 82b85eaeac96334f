// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

/** The store was replaced, or the process is stopping: ask the store that is in its place, if there is one. */
public final class ClosedStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClosedStoreException() {
        super("the store is closed", null, false, false);
    }
}
