// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.mvcc;

/** Told which key hangs on which lease: once for each live key at open, then with every change, on the apply thread. */
public interface LeasedKeys {
    void attached(long leaseId, byte[] key);

    /** Comes also for a lease that is being revoked. */
    void detached(long leaseId, byte[] key);
}
