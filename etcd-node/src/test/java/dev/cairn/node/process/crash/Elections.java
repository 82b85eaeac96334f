// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.crash;

import dev.cairn.node.process.cluster.RealCluster;
import dev.cairn.node.process.cluster.RealMember;
import dev.cairn.node.process.cluster.Setting;
import dev.cairn.node.process.load.Probe;
import dev.cairn.node.testkit.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** kill -9 of the leader, again and again: the time until another member knows a new one. */
final class Elections {
    private static final long ELECTION_TIMEOUT_MILLIS = 1_000;
    private static final long LIMIT_SECONDS = 30;
    private static final int MAX_QUIET_MILLIS = 600;

    private final Options options;
    private final Setting setting;

    Elections(Options options, Setting setting) {
        this.options = options;
        this.setting = setting;
    }

    /** The median has to be within twice the election timeout. */
    boolean run() {
        System.out.println("seed " + options.seed() + ", the leader is killed " + options.rounds() + " times");
        SplittableRandom random = new SplittableRandom(options.seed());
        List<Long> times = new ArrayList<>();
        try (RealCluster cluster = new RealCluster(setting, options.directory().resolve("elections"), List.of())) {
            cluster.start();
            for (int round = 1; round <= options.rounds(); round++) {
                Strike.pause(random.nextInt(MAX_QUIET_MILLIS));
                times.add(killLeader(cluster, random));
                System.out.println("election " + round + "/" + options.rounds() + " · " + times.getLast() + " ms");
            }
        }
        List<Long> sorted = times.stream().sorted().toList();
        long median = sorted.get(sorted.size() / 2);
        System.out.println("elections " + sorted.size() + " · median " + median + " ms · longest " + sorted.getLast()
                + " ms · election timeout " + ELECTION_TIMEOUT_MILLIS + " ms");
        return median <= 2 * ELECTION_TIMEOUT_MILLIS;
    }

    private static long killLeader(RealCluster cluster, SplittableRandom random) {
        long old = agreedLeader(cluster);
        RealMember.Life leader = cluster.up().stream()
                .filter(member -> Probe.id(member) == old)
                .findFirst()
                .orElseThrow();
        List<RealMember.Life> others =
                cluster.up().stream().filter(member -> member != leader).toList();
        long began = System.nanoTime();
        cluster.kill(List.of(leader.member()), random);
        Eventually.within(
                LIMIT_SECONDS,
                "a new leader",
                () -> others.stream()
                        .map(Probe::leader)
                        .anyMatch(known -> known.isPresent() && known.getAsLong() != old));
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        cluster.start(leader.member());
        cluster.awaitUp();
        return took;
    }

    private static long agreedLeader(RealCluster cluster) {
        List<OptionalLong> known = new ArrayList<>();
        Eventually.within(LIMIT_SECONDS, () -> "all members know one leader: " + known, () -> {
            known.clear();
            cluster.up().forEach(member -> known.add(Probe.leader(member)));
            return known.size() == cluster.members().size()
                    && known.getFirst().isPresent()
                    && known.stream().distinct().count() == 1;
        });
        return known.getFirst().getAsLong();
    }
}
