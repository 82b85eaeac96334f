// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.service;

import dev.cairn.node.server.PeerTransport;
import java.util.function.LongSupplier;

/** Which members are connected, as far as membership changes and leadership hand-over ask. */
public final class PeerActivity {
    /** A connection this old counts as healthy (etcd's HealthInterval). */
    private static final long HEALTHY_NANOS = 5_000_000_000L;

    static final long NEVER = Long.MAX_VALUE;

    private final PeerTransport transport;
    private final LongSupplier nanos;
    private final long selfId;

    public PeerActivity(PeerTransport transport, LongSupplier nanos, long selfId) {
        this.transport = transport;
        this.nanos = nanos;
        this.selfId = selfId;
    }

    public boolean isConnectedLongEnough(long id) {
        if (id == selfId) {
            return true;
        }
        long since = transport.activeSinceNanos(id);
        return since != 0 && nanos.getAsLong() - since >= HEALTHY_NANOS;
    }

    public boolean isUnreachable(long id) {
        return id != selfId && transport.activeSinceNanos(id) == 0;
    }

    /** Since when the member has been connected; {@link #NEVER} when it is not, and for this member itself. */
    public long connectedSince(long id) {
        if (id == selfId) {
            return NEVER;
        }
        long since = transport.activeSinceNanos(id);
        return since == 0 ? NEVER : since;
    }
}
