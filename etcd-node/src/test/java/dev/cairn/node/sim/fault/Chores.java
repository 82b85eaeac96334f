// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.fault;

import dev.cairn.node.server.Reply;
import dev.cairn.node.sim.cluster.MemberRole;
import dev.cairn.node.sim.cluster.SimCluster;
import dev.cairn.node.sim.cluster.SimMember;
import dev.cairn.node.sim.load.Clients;
import dev.cairn.node.sim.load.Users;
import dev.cairn.node.wire.etcdserverpb.CompactionRequest;
import dev.cairn.node.wire.etcdserverpb.DowngradeRequest;
import dev.cairn.node.wire.etcdserverpb.DowngradeRequest.DowngradeAction;
import dev.cairn.node.wire.etcdserverpb.MoveLeaderRequest;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** What operators and controllers ask for as a matter of routine. */
final class Chores {
    private static final int HISTORY_KEPT = 30;
    private static final int MAX_DOWNGRADED_MILLIS = 8_000;
    private static final int CANCEL_INTERVAL_MILLIS = 1_000;

    private final SimCluster cluster;
    private final Clients clients;
    private final RandomGenerator random;
    private long nextCancelMillis;

    Chores(SimCluster cluster, Clients clients) {
        this.cluster = cluster;
        this.clients = clients;
        this.random = cluster.random();
    }

    void compact(SimMember member, String place) {
        long revision = member.server().measures().currentRevision() - random.nextInt(HISTORY_KEPT);
        if (revision > 0) {
            clients.compacted();
            CompactionRequest request = CompactionRequest.newBuilder()
                    .setRevision(revision)
                    .setPhysical(place.equals("physical"))
                    .build();
            member.act(() ->
                    member.server().kv().compact(Users.ROOT, request, then(answer -> member.saw("compaction", place))));
        }
    }

    void transfer(SimMember leader, String place) {
        boolean reachable = place.equals("to-voter");
        List<SimMember> targets = cluster.members().stream()
                .filter(member -> member != leader && !member.isRemoved())
                .filter(member -> cluster.canTalk(leader, member) == reachable)
                .toList();
        if (targets.isEmpty()) {
            return;
        }
        SimMember target = targets.get(random.nextInt(targets.size()));
        MoveLeaderRequest request =
                MoveLeaderRequest.newBuilder().setTargetID(target.id()).build();
        if (reachable) {
            leader.act(() -> leader.server()
                    .maintenance()
                    .moveLeader(
                            Users.ROOT,
                            request,
                            then(answer -> cluster.saw("leader-transfer", place, MemberRole.LEADER))));
        } else {
            leader.saw("leader-transfer", place);
            leader.act(() -> leader.server().maintenance().moveLeader(Users.ROOT, request, then(answer -> {})));
        }
    }

    /** Enabled, then taken back after a while: members that join meanwhile are refused. */
    void downgrade(SimMember member, String place) {
        if (place.equals("cancel")) {
            if (member.records().isDowngrading()) {
                askToCancel(member);
            }
            return;
        }
        DowngradeRequest request = DowngradeRequest.newBuilder()
                .setAction(DowngradeAction.ENABLE)
                .setVersion("3.6")
                .build();
        member.act(() -> member.server().maintenance().downgrade(Users.ROOT, request, then(answer -> {
            member.saw("downgrade", place);
            cluster.clock()
                    .schedule(
                            random.nextInt(MAX_DOWNGRADED_MILLIS),
                            () -> clients.anyRunning().ifPresent(this::askToCancel));
        })));
    }

    private void askToCancel(SimMember member) {
        DowngradeRequest request =
                DowngradeRequest.newBuilder().setAction(DowngradeAction.CANCEL).build();
        boolean underWay = member.records().isDowngrading();
        member.act(() -> member.server().maintenance().downgrade(Users.ROOT, request, then(answer -> {
            if (underWay) {
                member.saw("downgrade", "cancel");
            }
        })));
    }

    void takeDowngradesBack() {
        long now = cluster.clock().nowMillis();
        if (now >= nextCancelMillis
                && cluster.running().stream().anyMatch(each -> each.records().isDowngrading())) {
            nextCancelMillis = now + CANCEL_INTERVAL_MILLIS;
            cluster.leader().ifPresent(this::askToCancel);
        }
    }

    private static <T> Reply<T> then(Consumer<T> done) {
        return new Reply<>() {
            @Override
            public void done(T answer) {
                done.accept(answer);
            }

            @Override
            public void failed(RuntimeException error) {}
        };
    }
}
