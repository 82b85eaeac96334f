// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.small;

import dev.cairn.node.server.Auth;
import dev.cairn.node.server.Health;
import dev.cairn.node.server.Kv;
import dev.cairn.node.server.Leases;
import dev.cairn.node.server.Maintenance;
import dev.cairn.node.server.Member;
import dev.cairn.node.server.Membership;
import dev.cairn.node.server.Watches;

/** One member on a {@link SmallStore}; every answer comes on the caller's thread. */
public final class SmallMember implements Member {
    public final SmallStore store = new SmallStore();
    public final SmallHealth health = new SmallHealth();
    public final SmallKv kv = new SmallKv(store);
    public final SmallWatches watches = new SmallWatches(store);
    public final SmallLeases leases = new SmallLeases(store);
    public final SmallMaintenance maintenance = new SmallMaintenance(store, health);
    public final SmallAuth auth = new SmallAuth();
    public final SmallMembership membership = new SmallMembership();

    @Override
    public Kv kv() {
        return kv;
    }

    @Override
    public Watches watches() {
        return watches;
    }

    @Override
    public Leases leases() {
        return leases;
    }

    @Override
    public Membership membership() {
        return membership;
    }

    @Override
    public Maintenance maintenance() {
        return maintenance;
    }

    @Override
    public Auth auth() {
        return auth.port();
    }

    @Override
    public Health health() {
        return health;
    }
}
