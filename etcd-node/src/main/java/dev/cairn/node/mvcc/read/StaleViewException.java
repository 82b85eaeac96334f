// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc.read;

/** A compaction passed the revision that was being read; the store then reads again from a new view. */
public final class StaleViewException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StaleViewException() {
        super("a compaction passed the revision being read", null, false, false);
    }
}
