// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim;

import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.log.MemoryLog;
import dev.cairn.node.sim.check.HashCheck;
import dev.cairn.node.sim.check.KeyLinearizabilityCheck;
import dev.cairn.node.sim.check.Operation;
import dev.cairn.node.sim.check.RaftCheck;
import dev.cairn.node.sim.check.SerializabilityCheck;
import dev.cairn.node.sim.check.Timeline;
import dev.cairn.node.sim.check.Violation;
import dev.cairn.node.sim.check.WatchCheck;
import dev.cairn.node.sim.cluster.SimCluster;
import dev.cairn.node.sim.cluster.SimMember;
import dev.cairn.node.sim.cluster.SimSettings;
import dev.cairn.node.sim.fault.Aim;
import dev.cairn.node.sim.load.Clients;
import dev.cairn.node.wire.EtcdException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** One run from one seed: first everything may fail and must stay safe; then all heals and must get on. */
public final class Simulation {
    private static final long FAULTY_MILLIS = 30_000;
    private static final long SETTLING_MILLIS = 12_000;
    private static final long PROGRESS_MILLIS = 4_000;
    private static final long QUIET_MILLIS = 30_000;
    private static final long STEP_MILLIS = 100;

    /** What a run came to. */
    public record Outcome(
            long seed,
            long traceHash,
            long operations,
            long answered,
            long revisions,
            long elections,
            long leases,
            long images,
            long lives,
            String faults) {}

    private final long seed;
    private final RandomGenerator random;
    private final RaftCheck raft = new RaftCheck();
    private final HashCheck hashes = new HashCheck();
    private final SimCluster cluster;
    private final Clients clients;
    private final Nemesis nemesis;

    private Simulation(long seed, Aim wanted) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        Aim aim = wanted.draw(random);
        this.cluster = new SimCluster(random, SimSettings.draw(random), raft::sent);
        this.clients = new Clients(cluster);
        this.nemesis = new Nemesis(cluster, clients, aim);
    }

    public static Outcome run(long seed) {
        return run(seed, Aim.MIXED);
    }

    /** Throws a {@link SimulationFailure} that names the seed when a property does not hold. */
    public static Outcome run(long seed, Aim aim) {
        Simulation simulation = new Simulation(seed, aim);
        try {
            simulation.begin();
            simulation.staySafe();
            simulation.getOn();
            return simulation.judge();
        } catch (RuntimeException | Error broken) {
            throw new SimulationFailure(seed, broken, simulation.report());
        }
    }

    private String report() {
        return "at " + cluster.clock().nowMillis() + " ms"
                + cluster.members().stream().map(Simulation::describe).collect(Collectors.joining("\n  ", "\n  ", ""));
    }

    private static String describe(SimMember member) {
        if (!member.isRunning()) {
            return member + (member.isRemoved() ? " was removed" : " is down");
        }
        var measures = member.server().measures();
        return member + " " + Long.toHexString(member.id()) + " life " + member.life()
                + (measures.isLeader() ? " leads" : "") + " commit " + measures.commitIndex() + " applied "
                + measures.appliedIndex() + " revision " + measures.currentRevision() + " compacted "
                + measures.compactRevision() + " log " + member.log().firstIndex() + ".."
                + member.log().lastIndex();
    }

    private void begin() {
        cluster.members().forEach(SimMember::start);
        clients.start();
    }

    private void staySafe() {
        while (cluster.clock().nowMillis() < FAULTY_MILLIS) {
            pass(random.nextLong(1, 2 * STEP_MILLIS));
            nemesis.strike();
            inspect();
        }
    }

    private void pass(long millis) {
        cluster.clock().runUntil(cluster.clock().nowMillis() + millis);
    }

    private void passInspecting(long millis) {
        long end = cluster.clock().nowMillis() + millis;
        while (cluster.clock().nowMillis() < end) {
            pass(Math.min(STEP_MILLIS, end - cluster.clock().nowMillis()));
            inspect();
            cluster.members().forEach(SimMember::start);
        }
    }

    private void inspect() {
        for (SimMember member : cluster.running()) {
            MemoryLog log = member.log();
            long committed = Math.min(log.initialHardState().commit(), log.lastIndex());
            long first = Math.max(log.firstIndex(), committed - 500);
            if (committed >= first) {
                List<Entry> entries = log.entries(first, committed + 1, Long.MAX_VALUE);
                raft.committed(member.name(), entries);
            }
        }
        if (random.nextInt(10) == 0) {
            hashAll();
        }
    }

    private void hashAll() {
        long revision = cluster.running().stream()
                .mapToLong(member -> member.server().measures().currentRevision())
                .min()
                .orElse(0);
        for (SimMember member : cluster.running()) {
            try {
                var hash = new dev.cairn.node.server.member.PeerAnswers(member.server()).hashKv(revision);
                hashes.hashed(member.name(), hash.getHashRevision(), hash.getCompactRevision(), hash.getHash());
            } catch (EtcdException compacted) {
                cluster.trace("not hashed", revision, member.id());
            }
        }
    }

    private void getOn() {
        cluster.heal();
        cluster.members().forEach(SimMember::start);
        passInspecting(SETTLING_MILLIS);
        long before = clients.answered();
        passInspecting(PROGRESS_MILLIS);
        require(
                clients.answered() > before + 5,
                "only " + (clients.answered() - before) + " answers in " + PROGRESS_MILLIS + " ms after healing");
        clients.stop();
        passInspecting(QUIET_MILLIS);
    }

    private Outcome judge() {
        require(clients.asking() == 0, clients.asking() + " questions without an end");
        SimMember leader = cluster.leader().orElseThrow(() -> new Violation("progress", "no leader"));
        long revision = leader.server().measures().currentRevision();
        long index = leader.server().measures().appliedIndex();
        for (SimMember member : cluster.running()) {
            require(
                    member.server().measures().appliedIndex() >= index,
                    member + " does not catch up to index " + index);
        }
        hashAll();
        Timeline timeline = Timeline.of(clients.history().watches(), clients.isCompacted());
        require(timeline.last() == revision, "told up to " + timeline.last() + " of " + revision);
        clients.watchers().stream()
                .filter(watcher ->
                        watcher.watchesEverything() && watcher.member().isRunning())
                .forEach(watcher -> require(
                        watcher.next() == revision + 1,
                        "the one at " + watcher.member() + " stays before revision " + watcher.next()));
        new WatchCheck(timeline).check(clients.history().watches());
        new SerializabilityCheck(timeline).check(clients.history().operations());
        new KeyLinearizabilityCheck().check(kvOperations());
        nemesis.askLeases(leader, clients.leases());
        passInspecting(STEP_MILLIS);
        return outcome(timeline);
    }

    /** Keys on leases are deleted by no client. */
    private List<Operation> kvOperations() {
        return clients.history().operations().stream()
                .filter(operation ->
                        operation.call().key() != null && operation.call().key().startsWith("k"))
                .toList();
    }

    private Outcome outcome(Timeline timeline) {
        return new Outcome(
                seed,
                cluster.traceHash(),
                clients.history().operations().size(),
                clients.answered(),
                timeline.last(),
                raft.elections(),
                clients.leases().granted(),
                cluster.members().stream().mapToLong(SimMember::imagesInstalled).sum(),
                cluster.members().stream().mapToLong(SimMember::life).sum(),
                nemesis.struck());
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new Violation("progress", what);
        }
    }
}
