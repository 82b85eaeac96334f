// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.member;

import dev.cairn.node.apply.Headers;
import dev.cairn.node.server.Health;
import dev.cairn.node.server.Kv;
import dev.cairn.node.server.PeerClient;
import dev.cairn.node.server.Watches;
import dev.cairn.node.server.service.HubWatches;
import dev.cairn.node.server.service.LeaderClient;
import dev.cairn.node.server.service.LeaderHandOver;
import dev.cairn.node.server.service.NodeHealth;
import dev.cairn.node.server.service.NodeMaintenance;
import dev.cairn.node.server.service.PeerActivity;
import dev.cairn.node.server.service.RaftKv;
import dev.cairn.node.server.service.RaftLeases;
import dev.cairn.node.server.service.RaftMembership;
import dev.cairn.node.server.stage.ConfirmedLeadership;
import dev.cairn.node.server.stage.Proposer;

/** The services of one member. */
final class Services {
    private final Kv kv;
    private final Watches watches;
    private final RaftLeases leases;
    private final RaftMembership membership;
    private final NodeMaintenance maintenance;
    private final Health health;
    private final LeaderHandOver handOver;
    private final PeerActivity activity;
    private final LeaderClient leader;

    Services(EtcdServer server, Proposer proposer, Headers headers, PeerClient peers) {
        MemberRuntime lent = server.lent();
        this.leader = new LeaderClient(
                peers,
                lent.blocking(),
                () -> server.loop().leadership().leader(),
                server.live(),
                lent.nanos(),
                headers.memberId(),
                server.config().requestTimeoutNanos());
        this.activity = new PeerActivity(server.transport(), lent.nanos(), headers.memberId());
        this.handOver =
                new LeaderHandOver(server.loop(), lent.nanos(), server.config().electionTimeoutNanos());
        this.kv = new RaftKv(
                proposer,
                server.reads(),
                server.live(),
                headers,
                lent.readers(),
                server.config().maxTxnOps());
        this.watches = new HubWatches(server.hub());
        this.leases = new RaftLeases(
                proposer,
                server.live(),
                headers,
                new ConfirmedLeadership(server.reads(), server.loop()::leadership),
                lent.nanos(),
                leader);
        this.membership = new RaftMembership(
                proposer,
                server.loop(),
                server.reads(),
                server.live(),
                headers,
                activity,
                leader,
                lent.clock(),
                server.config().strictReconfigCheck());
        this.maintenance = new NodeMaintenance(
                proposer, server.loop(), server.live(), headers, lent.blocking(), handOver, server.config());
        this.health = new NodeHealth(
                server.loop(),
                server.reads(),
                server.live(),
                headers.clusterId(),
                headers.memberId(),
                server.config().serverVersion());
    }

    Kv kv() {
        return kv;
    }

    Watches watches() {
        return watches;
    }

    RaftLeases leases() {
        return leases;
    }

    RaftMembership membership() {
        return membership;
    }

    NodeMaintenance maintenance() {
        return maintenance;
    }

    Health health() {
        return health;
    }

    LeaderHandOver handOver() {
        return handOver;
    }

    LeaderClient leader() {
        return leader;
    }

    PeerActivity activity() {
        return activity;
    }
}
