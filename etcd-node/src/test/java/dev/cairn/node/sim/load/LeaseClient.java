// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.load;

import dev.cairn.node.sim.check.Call;
import dev.cairn.node.sim.cluster.SimMember;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseGrantResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseKeepAliveResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseRevokeRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseRevokeResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseTimeToLiveResponse;
import java.util.Optional;

/** A client that holds one lease after the other: grants, hangs a key on it, keeps it alive for a while, lets it go. */
final class LeaseClient {
    private static final int MAX_TTL_SECONDS = 8;
    private static final long RENEWAL_MILLIS = 700;

    private final Clients clients;
    private final int number;
    private int count;
    private int renewalsLeft;

    LeaseClient(Clients clients, int number) {
        this.clients = clients;
        this.number = number;
    }

    void start() {
        clients.later(clients.random().nextInt(1_000), this::grant);
    }

    private Optional<SimMember> member() {
        return clients.isStopped() ? Optional.empty() : clients.anyRunning();
    }

    private void grant() {
        if (clients.isStopped()) {
            return;
        }
        long ttl = clients.random().nextInt(1, MAX_TTL_SECONDS);
        long asked = clients.nowMillis();
        long id = 1000L * number + ++count;
        member().ifPresentOrElse(
                        member -> Asked.<LeaseGrantResponse>ask(
                                clients,
                                member,
                                reply -> member.server()
                                        .leases()
                                        .grant(
                                                Users.CLIENT,
                                                LeaseGrantRequest.newBuilder()
                                                        .setID(id)
                                                        .setTTL(ttl)
                                                        .build(),
                                                reply),
                                (granted, error) -> {
                                    if (granted == null) {
                                        start();
                                        return;
                                    }
                                    clients.leases().granted(id, "l" + id, asked, granted.getTTL());
                                    renewalsLeft = clients.random().nextInt(12);
                                    lookUp(id);
                                    attach(id);
                                }),
                        this::start);
    }

    /** What somebody was granted, nobody may call unknown. */
    private void lookUp(long id) {
        LeaseTimeToLiveRequest request =
                LeaseTimeToLiveRequest.newBuilder().setID(id).build();
        clients.allRunning()
                .forEach(member -> Asked.<LeaseTimeToLiveResponse>ask(
                        clients,
                        member,
                        reply -> member.server().leases().timeToLive(Users.CLIENT, request, reply),
                        (found, error) -> {
                            if (found != null && found.getTTL() < 0) {
                                clients.leases().unknown(id, "look-up", clients.nowMillis());
                            }
                        }));
    }

    private void attach(long id) {
        member().ifPresentOrElse(
                        member -> KvClient.ask(
                                clients, number, member, Call.put("l" + id, clients.nextValue()), id, operation -> {
                                    clients.leases().attached(id);
                                    clients.later(RENEWAL_MILLIS, () -> renew(id));
                                }),
                        this::start);
    }

    private void renew(long id) {
        if (renewalsLeft-- <= 0) {
            letGo(id);
            return;
        }
        long asked = clients.nowMillis();
        member().ifPresentOrElse(
                        member -> Asked.<LeaseKeepAliveResponse>ask(
                                clients,
                                member,
                                reply -> member.server().leases().keepAlive(Users.CLIENT, id, reply),
                                (renewed, error) -> {
                                    if (renewed != null && renewed.getTTL() == 0) {
                                        clients.leases().unknown(id, "renewal", clients.nowMillis());
                                    } else if (renewed != null) {
                                        clients.leases().renewed(id, asked, clients.nowMillis(), renewed.getTTL());
                                    }
                                    clients.later(RENEWAL_MILLIS, () -> renew(id));
                                }),
                        this::start);
    }

    private void letGo(long id) {
        if (clients.random().nextInt(3) > 0) {
            start();
            return;
        }
        clients.leases().revoking(id);
        member().ifPresent(member -> Asked.<LeaseRevokeResponse>ask(
                clients,
                member,
                reply -> member.server()
                        .leases()
                        .revoke(
                                Users.CLIENT,
                                LeaseRevokeRequest.newBuilder().setID(id).build(),
                                reply),
                (revoked, error) -> clients.cluster().trace("revoked", id, revoked == null ? 0 : 1)));
        start();
    }
}
