// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.lease;

/**
 * A lease as it stood when asked. {@code remainingNanos} is negative where it expired but was not revoked yet, and
 * {@code Long.MAX_VALUE} on a member that does not decide about expiry.
 */
public record LeaseView(long id, long ttlSeconds, long remainingNanos) {
    /** Whole seconds left, rounded towards zero as etcd does. */
    public long remainingSeconds() {
        return remainingNanos / 1_000_000_000L;
    }
}
