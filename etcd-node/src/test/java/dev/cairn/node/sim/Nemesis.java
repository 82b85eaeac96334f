// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim;

import dev.cairn.node.server.Reply;
import dev.cairn.node.sim.check.LeaseCheck;
import dev.cairn.node.sim.cluster.SimCluster;
import dev.cairn.node.sim.cluster.SimMember;
import dev.cairn.node.sim.fault.Aim;
import dev.cairn.node.sim.load.Clients;
import dev.cairn.node.testkit.SimNetwork;
import dev.cairn.node.wire.etcdserverpb.CompactionRequest;
import dev.cairn.node.wire.etcdserverpb.LeaseLeasesResponse;
import dev.cairn.node.wire.etcdserverpb.LeaseStatus;
import dev.cairn.node.wire.etcdserverpb.MoveLeaderRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** What goes wrong and what operators do, one thing at a time. */
final class Nemesis {
    private final SimCluster cluster;
    private final Clients clients;
    private final RandomGenerator random;
    private final Aim aim;
    private final Map<String, Integer> struck = new TreeMap<>();

    Nemesis(SimCluster cluster, Clients clients, Aim aim) {
        this.aim = aim;
        this.cluster = cluster;
        this.clients = clients;
        this.random = cluster.random();
    }

    void strike() {
        switch (aim.drawKind(random)) {
            case POWER_CUT -> end(SimMember.End.POWER_CUT);
            case KILL -> end(SimMember.End.KILL);
            case POWER_CUT_AT_OPERATION -> cutPowerSoon();
            case FSYNC_FAILURE -> failFsync();
            case DISK_FULL -> fillDisk();
            case PARTITION -> partition();
            case ONE_WAY_CUT -> cutOneWay();
            case RECONNECT -> {
                count("restore");
                cluster.restoreAll();
            }
            case WEATHER -> weather();
            case PAUSE -> pause();
            case DISK_SLOW -> slowDisk();
            case COMPACTION -> compact();
            case LEADER_TRANSFER -> transfer();
            case POWER_CUT_WHILE_INSTALLING -> failInstallation();
            case RESTART -> restartSomebody();
            case NOTHING -> {}
        }
    }

    String struck() {
        return struck.toString();
    }

    private void count(String what) {
        struck.merge(what, 1, Integer::sum);
        cluster.trace(what, 0, 0);
    }

    private SimMember any() {
        List<SimMember> all = List.copyOf(cluster.members());
        return all.get(random.nextInt(all.size()));
    }

    private void end(SimMember.End how) {
        SimMember member = any();
        if (member.isRunning()) {
            count(how.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
            member.end(how);
        }
    }

    private void cutPowerSoon() {
        count("power cut at an operation");
        any().disk().cutPowerAfter(random.nextInt(1, 40));
    }

    private void failFsync() {
        SimMember member = any();
        if (member.isRunning()) {
            count("fsync failure");
            member.expectFault();
            member.disk().failNextFsync();
        }
    }

    private void fillDisk() {
        SimMember member = any();
        if (member.isRunning()) {
            count("full disk");
            member.expectFault();
            member.disk().limitFurther(random.nextInt(20_000));
        }
    }

    private void partition() {
        count("partition");
        List<Long> one = new ArrayList<>();
        List<Long> other = new ArrayList<>();
        cluster.members().forEach(member -> (random.nextBoolean() ? one : other).add(member.id()));
        for (long a : one) {
            for (long b : other) {
                cluster.cut(a, b);
                cluster.cut(b, a);
            }
        }
    }

    private void cutOneWay() {
        count("one-way cut");
        cluster.cut(any().id(), any().id());
    }

    private void weather() {
        count("weather");
        cluster.network()
                .faults(new SimNetwork.Faults(
                        random.nextDouble() * 0.2,
                        random.nextDouble() * 0.2,
                        random.nextDouble() * 0.1,
                        1,
                        random.nextInt(2, 100)));
    }

    private void pause() {
        count("pause");
        any().pause(random.nextInt(10_000));
    }

    private void slowDisk() {
        count("slow disk");
        cluster.slowDisk(any().id(), random.nextInt(3_000));
    }

    private void failInstallation() {
        count("power cut while installing");
        any().failInstallationAt(random.nextInt(4));
    }

    private void restartSomebody() {
        List<SimMember> down = cluster.members().stream()
                .filter(member -> !member.isRunning() && !member.isRemoved())
                .toList();
        if (!down.isEmpty()) {
            SimMember member = down.get(random.nextInt(down.size()));
            member.disk().limitTo(Long.MAX_VALUE);
            member.start();
        }
    }

    private void compact() {
        SimMember member = any();
        if (!member.isRunning()) {
            return;
        }
        long revision = member.server().measures().currentRevision() - random.nextInt(30);
        if (revision > 0) {
            count("compaction");
            clients.compacted();
            member.act(() -> member.server()
                    .kv()
                    .compact(
                            CompactionRequest.newBuilder()
                                    .setRevision(revision)
                                    .setPhysical(random.nextBoolean())
                                    .build(),
                            ignored()));
        }
    }

    private void transfer() {
        cluster.leader().ifPresent(leader -> {
            count("leader transfer");
            long target = any().id();
            leader.act(() -> leader.server()
                    .maintenance()
                    .moveLeader(
                            MoveLeaderRequest.newBuilder().setTargetID(target).build(), ignored()));
        });
    }

    /** Asks for all leases when none can be left. */
    void askLeases(SimMember leader, LeaseCheck check) {
        leader.act(() -> leader.server().leases().leases(new Reply<>() {
            @Override
            public void done(LeaseLeasesResponse answer) {
                check.allGone(
                        answer.getLeasesList().stream().map(LeaseStatus::getID).toList(), List.of());
            }

            @Override
            public void failed(RuntimeException error) {
                throw error;
            }
        }));
    }

    private static <T> Reply<T> ignored() {
        return new Reply<>() {
            @Override
            public void done(T answer) {}

            @Override
            public void failed(RuntimeException error) {}
        };
    }
}
