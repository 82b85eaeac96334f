// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim;

import dev.cairn.node.raft.log.MemoryLog;
import dev.cairn.node.sim.check.HashCheck;
import dev.cairn.node.sim.check.KeyLinearizabilityCheck;
import dev.cairn.node.sim.check.MembershipCheck;
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
import dev.cairn.node.sim.fault.FaultMatrix;
import dev.cairn.node.sim.fault.Nemesis;
import dev.cairn.node.sim.fault.Reached;
import dev.cairn.node.sim.load.Clients;
import dev.cairn.node.sim.load.Users;
import dev.cairn.node.wire.EtcdException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** One run from one seed: first everything may fail and must stay safe; then all heals and must get on. */
public final class Simulation {
    /** An election timeout of waiting, a tick that notices, and slow turns in between. */
    private static final long STUCK_MILLIS = 2_500;

    private static final long STEP_MILLIS = 100;

    /**
     * How long things go wrong, in spells with calm between them, when all is as it should be; how many voters and clients
     * there are, 0 draws them.
     */
    public record Scale(long faultyMillis, long spellMillis, long calmMillis, int voters, int clients) {
        public static final Scale SHORT = new Scale(30_000, 30_000, 0, 0, 0);

        /** Ten minutes, some 50 operations a second. */
        public static final Scale LONG = new Scale(600_000, 15_000, 45_000, 3, 12);

        /** Hashes take longer the longer a run has been. */
        int looksPerHash() {
            return (int) (faultyMillis / 3_000);
        }

        boolean isCalm(long millis) {
            return millis % (spellMillis + calmMillis) >= spellMillis;
        }
    }

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
            String faults,
            Reached reached) {
        @Override
        public String toString() {
            return "%d operations (%d answered), %d revisions, %d leases, %d elections, %d images, %d lives of members%nfaults and chores: %s%n%s"
                    .formatted(operations, answered, revisions, leases, elections, images, lives, faults, reached);
        }
    }

    private final long seed;
    private final Scale scale;
    private final RandomGenerator random;
    private final RaftCheck raft = new RaftCheck();
    private final HashCheck hashes = new HashCheck();
    private final MembershipCheck membership = new MembershipCheck();
    private final Map<String, Long> lookedUpTo = new HashMap<>();
    private final Reached reached;
    private final SimCluster cluster;
    private final Clients clients;
    private final Nemesis nemesis;
    private final Recuperation recuperation;

    private Simulation(long seed, Aim wanted, Scale scale) {
        this.scale = scale;
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        Aim aim = wanted.draw(random);
        FaultMatrix matrix = FaultMatrix.load();
        this.reached = new Reached(matrix);
        this.cluster = new SimCluster(random, settings(aim), raft::sent, reached);
        this.clients = new Clients(cluster, scale.clients(), aim == Aim.AUTH);
        this.nemesis = new Nemesis(cluster, clients, aim, matrix);
        this.recuperation = new Recuperation(cluster, clients, nemesis.steward(), this::inspect);
    }

    public static Outcome run(long seed) {
        return run(seed, Aim.MIXED, Scale.SHORT);
    }

    /** Throws a {@link SimulationFailure} that names the seed when a property does not hold. */
    public static Outcome run(long seed, Aim aim, Scale scale) {
        Simulation simulation = new Simulation(seed, aim, scale);
        try {
            simulation.begin();
            simulation.staySafe();
            simulation.recuperation.getOn();
            return simulation.judge();
        } catch (RuntimeException | Error broken) {
            throw new SimulationFailure(seed, broken, simulation.report());
        }
    }

    private SimSettings settings(Aim aim) {
        SimSettings drawn = SimSettings.draw(random, aim == Aim.SNAPSHOT, scale.faultyMillis());
        return scale.voters() == 0 ? drawn : drawn.withVoters(scale.voters());
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
                + member.log().lastIndex() + " members "
                + member.membersInView().stream().map(Long::toHexString).toList() + " removed "
                + member.removedInView().stream().map(Long::toHexString).toList();
    }

    private void begin() {
        nemesis.beforeFirstStarts();
        cluster.members().forEach(SimMember::start);
        clients.start();
    }

    private void staySafe() {
        while (cluster.clock().nowMillis() < scale.faultyMillis()) {
            pass(random.nextLong(1, 2 * STEP_MILLIS));
            if (scale.isCalm(cluster.clock().nowMillis()) || nemesis.holdsBack()) {
                nemesis.calm();
            } else {
                nemesis.strike();
            }
            inspect();
        }
    }

    private void pass(long millis) {
        cluster.clock().runUntil(cluster.clock().nowMillis() + millis);
    }

    private void inspect() {
        for (SimMember member : cluster.running()) {
            lookAtLog(member);
            lookAtMembers(member);
            givesUpLeadershipWhenStuck(member);
        }
        if (!cluster.isFaulty()) {
            nemesis.takeDowngradesBack();
        }
        if (random.nextInt(scale.looksPerHash()) == 0) {
            hashAll();
        }
    }

    private void lookAtLog(SimMember member) {
        if (member.isLogBeingReplaced()) {
            return;
        }
        MemoryLog log = member.log();
        String life = member + "/" + member.life();
        // what is applied is durable; above it the log may still hold what is being replaced
        long committed = Math.min(member.server().measures().appliedIndex(), log.lastIndex());
        long first = Math.max(log.firstIndex(), lookedUpTo.getOrDefault(life, 0L));
        if (committed >= first) {
            raft.committed(
                    member.name(),
                    member.server().measures().term(),
                    log.entries(first, committed + 1, Long.MAX_VALUE));
            lookedUpTo.put(life, committed);
        }
    }

    private void lookAtMembers(SimMember member) {
        List<Long> members = member.membersInView();
        if (!members.isEmpty()) {
            membership.seen(member.name(), member.server().measures().appliedIndex(), members, member.removedInView());
        }
    }

    private void givesUpLeadershipWhenStuck(SimMember member) {
        long waited = cluster.clock().nowMillis() - member.logWaitsSinceMillis();
        Violation.require(
                member.isPaused()
                        || waited < STUCK_MILLIS
                        || !member.server().measures().isLeader(),
                "stuck disk",
                () -> member + " leads and has not written its log for " + waited + " ms");
    }

    private void hashAll() {
        long revision = cluster.running().stream()
                .mapToLong(member -> member.server().measures().currentRevision())
                .min()
                .orElse(0);
        for (SimMember member : cluster.running()) {
            try {
                var hash = member.server().peerRequests().hashKv(revision);
                // one that was kept from a compaction names the compact revision before it
                boolean kept =
                        hash.getCompactRevision() != member.server().measures().compactRevision();
                hashes.hashed(member.name(), hash.getHashRevision(), hash.getCompactRevision(), kept, hash.getHash());
            } catch (EtcdException compacted) {
                cluster.trace("not hashed", revision, member.id());
            }
        }
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
        requireSameUsers();
        requireSameVersions();
        FlippedBit.requireNoAlarm(cluster);
        Timeline timeline = Timeline.of(clients.history().watches(), clients.isCompacted());
        require(timeline.last() == revision, "told up to " + timeline.last() + " of " + revision);
        clients.watchers().stream()
                .filter(watcher ->
                        watcher.watchesEverything() && watcher.member().isRunning())
                .forEach(watcher -> require(
                        watcher.next() == revision + 1,
                        "the one at " + watcher.member() + " stays before revision " + watcher.next()));
        Violation.require(
                !timeline.state(revision).containsKey(Users.FORBIDDEN),
                "permissions",
                () -> "a refused write was applied");
        new WatchCheck(timeline).check(clients.history().watches());
        new SerializabilityCheck(timeline).check(clients.history().operations());
        new KeyLinearizabilityCheck().check(kvOperations());
        nemesis.backups().checkRestored(timeline);
        membership.atTheEnd(cluster.running().stream().map(SimMember::id).toList(), leader.membersInView());
        recuperation.askWhatIsLeft(leader);
        new FlippedBit(cluster).mustBeFound();
        return outcome(timeline);
    }

    private void requireSameUsers() {
        List<Map<String, String>> users = cluster.running().stream()
                .map(member -> member.records().auth())
                .distinct()
                .toList();
        require(users.size() == 1, "users and roles differ: " + users);
    }

    /** Downgrades were taken back, so the cluster is at what all members run. */
    private void requireSameVersions() {
        List<Map<String, String>> versions = cluster.running().stream()
                .map(member -> member.records().versions())
                .distinct()
                .toList();
        boolean up = versions.size() == 1
                && versions.getFirst().get("clusterVersion").equals("3.7.0")
                && versions.getFirst().get("storageVersion").equals("3.7.0")
                && !versions.getFirst().getOrDefault("downgrade", "").contains("true");
        require(up, "versions of the cluster: " + versions);
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
                nemesis.struck().toString(),
                reached);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new Violation("progress", what);
        }
    }
}
