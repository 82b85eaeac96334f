// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.raft;

import dev.cairn.node.raft.ConfState;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One run from one seed: first everything may fail and must stay safe; then all heals and must get on. */
final class RaftSimulation {
    private static final long FAULTY_MILLIS = 60_000;
    private static final long STRIKE_EVERY_MILLIS = 60;
    private static final long HEALING_MILLIS = 40_000;
    private static final long PROGRESS_MILLIS = 20_000;

    /** What a run came to. */
    record Outcome(long seed, long traceHash, long elections, Counters counters) {}

    private final long seed;
    private final RandomGenerator random;
    private final RaftCluster cluster;
    private final RaftNemesis nemesis;

    private RaftSimulation(long seed, Focus focus, Sabotage sabotage) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.cluster = new RaftCluster(random, Settings.draw(random, focus), sabotage);
        this.nemesis = new RaftNemesis(cluster);
    }

    static Outcome run(long seed) {
        return run(seed, null, Sabotage.NONE);
    }

    /** Throws an error that names the seed when a property does not hold. A focus of null is drawn by the seed. */
    static Outcome run(long seed, Focus focus, Sabotage sabotage) {
        RaftSimulation simulation = new RaftSimulation(seed, focus, sabotage);
        try {
            simulation.stayingSafe();
            if (!simulation.cluster.radicalChanges()) {
                simulation.gettingOn();
            }
        } catch (RuntimeException | AssertionError broken) {
            throw new AssertionError(simulation.report(broken.getMessage()), broken);
        }
        return new Outcome(
                seed,
                simulation.cluster.traceHash(),
                simulation.cluster.invariants().elections(),
                simulation.cluster.counted());
    }

    private String report(String what) {
        String members =
                cluster.members().stream().map(RaftMember::describe).collect(Collectors.joining("\n  ", "\n  ", ""));
        return "seed " + seed + " at " + cluster.clock().nowMillis() + " ms: " + what + members;
    }

    private void stayingSafe() {
        while (cluster.clock().nowMillis() < FAULTY_MILLIS) {
            cluster.clock().runUntil(cluster.clock().nowMillis() + random.nextLong(1, 2 * STRIKE_EVERY_MILLIS));
            nemesis.strike();
            if (random.nextInt(20) == 0) {
                compareLogs();
            }
        }
    }

    private void compareLogs() {
        List<RaftMember> up =
                cluster.members().stream().filter(RaftMember::isUp).toList();
        for (int i = 1; i < up.size(); i++) {
            cluster.invariants().logsMatch(up.get(i - 1), up.get(i));
        }
    }

    private void gettingOn() {
        cluster.heal();
        cluster.members().stream().filter(member -> !member.isUp()).forEach(RaftMember::start);
        passWithMaintenance(HEALING_MILLIS);
        RaftMember leader = cluster.leader().orElseThrow(() -> new AssertionError("no leader after healing"));
        long before = cluster.invariants().highestApplied();
        nemesis.proposeMany(leader, 1);
        passWithMaintenance(PROGRESS_MILLIS);
        RaftInvariants.require(
                cluster.invariants().highestApplied() > before, "liveness", "a proposal was not applied");
        everybodyHasEverything();
        compareLogs();
    }

    /** What an operator does: leave joint configurations, run those who are members and no others. */
    private void passWithMaintenance(long millis) {
        long end = cluster.clock().nowMillis() + millis;
        while (cluster.clock().nowMillis() < end) {
            cluster.clock().runUntil(cluster.clock().nowMillis() + 1000);
            cluster.leader().ifPresent(leader -> {
                nemesis.leaveJointIfNeeded(leader);
                if (isUpToDate(leader)) {
                    runOnly(leader.state().confState());
                }
            });
        }
    }

    private boolean isUpToDate(RaftMember leader) {
        return leader.status().commit() == leader.state().index()
                && cluster.members().stream()
                        .filter(RaftMember::isUp)
                        .noneMatch(member ->
                                member.status().term() > leader.status().term());
    }

    private void runOnly(ConfState now) {
        for (RaftMember member : cluster.members()) {
            if (names(now, member.id()) && !member.isUp()) {
                member.start();
            } else if (!names(now, member.id()) && member.isUp()) {
                member.crash();
            }
        }
    }

    private void everybodyHasEverything() {
        RaftMember leader = cluster.leader().orElseThrow(() -> new AssertionError("the leader got lost"));
        ConfState now = leader.state().confState();
        for (RaftMember member : cluster.members()) {
            if (names(now, member.id())) {
                RaftInvariants.require(
                        member.state().index() == leader.state().index()
                                && member.state().hash() == leader.state().hash(),
                        "liveness",
                        member + " has applied " + member.state().index() + ", the leader "
                                + leader.state().index());
            }
        }
    }

    private static boolean names(ConfState state, long id) {
        return Stream.of(state.voters(), state.votersOutgoing(), state.learners())
                .anyMatch(ids -> ids.contains(id));
    }

    @Override
    public String toString() {
        return "seed " + seed;
    }
}
