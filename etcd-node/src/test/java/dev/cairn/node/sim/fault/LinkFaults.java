// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.fault;

import dev.cairn.node.sim.cluster.SimCluster;
import dev.cairn.node.sim.cluster.SimMember;
import dev.cairn.node.testkit.SimNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/** Links that are cut, in one direction or both, for a while or again and again, and messages that get lost. */
final class LinkFaults {
    private static final long LAG_LOOK_MILLIS = 200;

    private final SimCluster cluster;
    private final RandomGenerator random;

    LinkFaults(SimCluster cluster) {
        this.cluster = cluster;
        this.random = cluster.random();
    }

    void isolate(SimMember member) {
        member.saw("partition", "isolated");
        others(member, this::cutBothWays);
    }

    /** For as long as it takes the leader to leave this member behind what its log still has, within bounds. */
    void letLagBehind(SimMember member) {
        others(member, this::cutBothWays);
        waitToLag(member, random.nextInt(20, 40));
    }

    private void waitToLag(SimMember member, int looks) {
        cluster.clock().schedule(LAG_LOOK_MILLIS, () -> {
            if (!cluster.isFaulty()) {
                return;
            }
            if (looks == 0 || !member.isRunning() || isLeftBehind(member)) {
                others(member, this::restoreBothWays);
            } else {
                waitToLag(member, looks - 1);
            }
        });
    }

    private boolean isLeftBehind(SimMember member) {
        long last = member.log().lastIndex();
        return cluster.leader()
                .filter(leader -> leader.log().firstIndex() > last + 1)
                .isPresent();
    }

    void split() {
        List<Long> one = new ArrayList<>();
        List<Long> other = new ArrayList<>();
        cluster.members().forEach(member -> (random.nextBoolean() ? one : other).add(member.id()));
        if (!one.isEmpty() && !other.isEmpty()) {
            cluster.saw("partition", "split");
        }
        for (long a : one) {
            other.forEach(b -> cutBothWays(a, b));
        }
    }

    private void cutBothWays(long one, long other) {
        cluster.cut(one, other);
        cluster.cut(other, one);
    }

    /** What the member sends gets lost, or what it is sent; towards one of the others or all. */
    void cutOneWay(SimMember member, String direction) {
        member.saw("one-way-cut", direction);
        boolean all = random.nextBoolean();
        others(member, (id, other) -> {
            if (all || random.nextInt(2) == 0) {
                cluster.cut(direction.equals("in") ? other : id, direction.equals("in") ? id : other);
            }
        });
    }

    void flap(SimMember member) {
        member.saw("flapping", "links");
        flap(member, random.nextInt(3, 12), true);
    }

    private void flap(SimMember member, int left, boolean cut) {
        if (!cluster.isFaulty()) {
            return;
        }
        others(member, cut ? this::cutBothWays : this::restoreBothWays);
        if (left > 0) {
            cluster.clock().schedule(random.nextInt(50, 1_200), () -> flap(member, left - 1, !cut));
        }
    }

    private void restoreBothWays(long one, long other) {
        cluster.restore(one, other);
        cluster.restore(other, one);
    }

    private void others(SimMember member, BiConsumer<Long, Long> action) {
        cluster.members().stream()
                .filter(other -> other != member)
                .forEach(other -> action.accept(member.id(), other.id()));
    }

    void weather(String place) {
        cluster.saw("weather", place);
        double strong = random.nextDouble() * 0.3;
        int delay = random.nextInt(2, 60);
        cluster.network()
                .faults(
                        switch (place) {
                            case "loss" -> new SimNetwork.Faults(strong, 0, 0, 1, 5);
                            case "duplicate" -> new SimNetwork.Faults(0.01, strong, 0.05, 1, delay);
                            case "delay" -> new SimNetwork.Faults(0, 0, 0, delay, 3 * delay);
                            default -> new SimNetwork.Faults(0.05, 0.05, strong, 1, 2 * delay);
                        });
    }
}
