// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.concurrency;

import dev.cairn.node.client.CallFailure;
import dev.cairn.node.client.Calls;
import dev.cairn.node.client.ClusterClient;
import dev.cairn.node.client.LeaseKeeper;
import dev.cairn.node.client.Patience;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseRevokeRequest;
import java.util.concurrent.CountDownLatch;

/** A lease that is kept alive as long as this is open: whoever holds something by it loses it with the process. */
final class LeaseSession implements AutoCloseable {
    private final ClusterClient client;
    private final long lease;
    private final LeaseKeeper keeper;
    private final CountDownLatch ended = new CountDownLatch(1);

    LeaseSession(ClusterClient client, long ttlSeconds) {
        this.client = client;
        this.lease = client.ask(
                        Calls.LEASE_GRANT,
                        LeaseGrantRequest.newBuilder().setTTL(ttlSeconds).build(),
                        Patience.unlimited())
                .getID();
        this.keeper = new LeaseKeeper(client, lease);
        Thread.ofVirtual().name("lease").start(this::keep);
    }

    private void keep() {
        try {
            keeper.keep(renewed -> {});
        } catch (CallFailure e) {
            // Whoever waits for the end hears of it below; what the member said is the same to them.
        } finally {
            ended.countDown();
        }
    }

    ClusterClient client() {
        return client;
    }

    long lease() {
        return lease;
    }

    /** Returns when the lease is gone. */
    void awaitEnd() {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives the lease back, with all that is held by it. */
    @Override
    public void close() {
        keeper.close();
        client.ask(
                Calls.LEASE_REVOKE, LeaseRevokeRequest.newBuilder().setID(lease).build(), Patience.unlimited());
    }
}
