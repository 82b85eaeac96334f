// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.membership;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids for proposals, read-index rounds and leases, unique across members and restarts as etcd's idutil makes them: 16
 * bits of the member, 40 bits of the start time, 8 bits and upward of a counter. Usable from any thread.
 */
public final class RequestIds {
    private static final long SUFFIX_MASK = (1L << 48) - 1;
    private static final long TIME_MASK = (1L << 40) - 1;

    private final long prefix;
    private final AtomicLong suffix;

    public RequestIds(long memberId, long startUnixMillis) {
        this.prefix = memberId << 48;
        this.suffix = new AtomicLong((startUnixMillis & TIME_MASK) << 8);
    }

    public long next() {
        return prefix | (suffix.incrementAndGet() & SUFFIX_MASK);
    }

    /** A positive id, for a lease whose client left the choice to the server. */
    public long nextLeaseId() {
        long id;
        do {
            id = next() & Long.MAX_VALUE;
        } while (id == 0);
        return id;
    }
}
