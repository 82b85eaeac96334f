// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import dev.cairn.node.figures.Figures;
import dev.cairn.node.invariant.BrokenInvariantException;
import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.raft.log.MemoryLog;
import dev.cairn.node.server.Caller;
import dev.cairn.node.server.Reply;
import dev.cairn.node.server.member.EtcdServer;
import dev.cairn.node.server.member.MemberRuntime;
import dev.cairn.node.server.stage.Stage;
import dev.cairn.node.server.start.Origin;
import dev.cairn.node.server.start.Recovered;
import dev.cairn.node.server.start.StartRefusedException;
import dev.cairn.node.sim.check.Violation;
import dev.cairn.node.testkit.PowerCut;
import dev.cairn.node.testkit.SimDisk;
import dev.cairn.node.testkit.SimFile;
import dev.cairn.node.wal.WalException;
import dev.cairn.node.wire.etcdserverpb.MemberListRequest;
import dev.cairn.node.wire.etcdserverpb.MemberListResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * One member as a process on a machine: production's own {@link EtcdServer}, its stages run in turns, its disk and store
 * simulated. A process ends by a kill, by a power cut, or because a stage failed; it starts again from what is left.
 */
public final class SimMember {
    /** Where its log lies on its disk. */
    public static final Path LOG = SimStart.DATA.resolve("member/wal");

    private static final Path IMAGES = SimStart.DATA.resolve("member/snap");

    private static final long EPOCH_MILLIS = 1_700_000_000_000L;

    private final SimCluster cluster;
    private final String name;
    private final Origin origin;
    SimSettings settings;
    private final SimDisk disk = new SimDisk();
    private final SimStores stores;
    private final SimStart start;
    private final SimRefusals refusals;
    private final Set<Runnable> onEnd = new LinkedHashSet<>();
    private EtcdServer server;
    private SimTransport transport;
    private MemoryLog log;
    private long life;
    private long upSinceMillis;
    private long pausedUntilMillis;
    private long nanosBase;
    private boolean faultExpected;
    private boolean removed;
    private MemberRole lastRole;
    private long tickMillis = SimSettings.HEARTBEAT_MILLIS;
    private long dayOffsetMillis;
    private boolean lost;
    private Durable durable = new Durable(0, 0);
    private StageTurns logTurns;

    /** How far the log reached that this member may have promised to others. */
    private record Durable(long term, long index) {}

    SimMember(SimCluster cluster, String name, Origin origin) {
        this.cluster = cluster;
        this.name = name;
        this.origin = origin;
        this.settings = cluster.settings();
        this.lastRole = origin.newCluster() ? MemberRole.FOLLOWER : MemberRole.LEARNER;
        this.stores = new SimStores(name, disk, () -> saw("snapshot-install", "whole"));
        this.start = new SimStart(cluster, this, origin, disk, stores);
        this.refusals = new SimRefusals(this, start);
    }

    /** A fault took effect here. */
    public void saw(String kind, String place) {
        cluster.witness().saw(kind, place, role());
    }

    /** The role of this life, or the last one of the life before. */
    public MemberRole role() {
        if (server != null) {
            lastRole = server.measures().isLeader()
                    ? MemberRole.LEADER
                    : server.measures().isLearner() ? MemberRole.LEARNER : MemberRole.FOLLOWER;
        }
        return lastRole;
    }

    public long id() {
        return origin.memberId();
    }

    public String name() {
        return name;
    }

    public String peerUrl() {
        return SimCluster.peerUrl(name);
    }

    public boolean isRunning() {
        return server != null;
    }

    /** The cluster told this member that it was removed: it never runs again. */
    public boolean isRemoved() {
        return removed;
    }

    public EtcdServer server() {
        return server;
    }

    public SimDisk disk() {
        return disk;
    }

    public long life() {
        return life;
    }

    public MemoryLog log() {
        return log;
    }

    /** The store is ahead of the log: an image was installed, and the loop has not yet heard that its record is durable. */
    public boolean isLogBeingReplaced() {
        return stores.installedIndex()
                > log.snapshot().map(each -> each.metadata().index()).orElse(0L);
    }

    public long imagesInstalled() {
        return stores.installed();
    }

    SimTransport transport() {
        return transport;
    }

    long upSinceMillis() {
        return upSinceMillis;
    }

    long nanosAt(long millis) {
        return nanosBase + millis * 1_000_000L;
    }

    /** A fault of the disk takes effect: a failing stage follows, and where it must, the process ends at once. */
    public void expectFault(boolean mustEnd) {
        faultExpected = true;
        long mine = life;
        if (mustEnd) {
            cluster.clock()
                    .schedule(
                            1,
                            () -> Violation.require(
                                    life != mine || !isRunning(),
                                    "failed writes",
                                    () -> name + " goes on after its disk failed"));
        }
    }

    public void beforeNextFlush(Runnable action) {
        stores.beforeNextFlush(action);
    }

    /** A bit of this file was flipped: at the next start it is refused by name, or not needed any more. */
    public void damaged(Path file) {
        refusals.damaged(file);
        cluster.trace("damaged", id(), file.hashCode());
    }

    /** Its disk cannot be trusted any more or is gone: it has to be replaced under another identity. */
    public boolean isLost() {
        return lost || refusals.isDamaged();
    }

    /** Another, empty disk in the place of the old one; as it should be, nobody starts the member on it. */
    public void wipe() {
        saw("wipe", "disk");
        if (isRunning()) {
            end(End.KILL);
        }
        disk.wipe();
        lost = true;
    }

    /** It was a learner and is a voter now. */
    public void sawPromotion() {
        cluster.witness().saw("promote", "membership", MemberRole.LEARNER);
    }

    /** Ids of the members, as this one has applied them. */
    public List<Long> membersInView() {
        List<Long> ids = new ArrayList<>();
        server.membership().list(Caller.MEMBER, MemberListRequest.getDefaultInstance(), new Reply<>() {
            @Override
            public void done(MemberListResponse answer) {
                answer.getMembersList().forEach(member -> ids.add(member.getID()));
            }

            @Override
            public void failed(RuntimeException error) {
                throw error;
            }
        });
        return ids;
    }

    /** What its store holds now. */
    public SimRecords records() {
        return new SimRecords(stores);
    }

    /** Ids that this one knows to be removed. */
    public List<Long> removedInView() {
        return cluster.members().stream()
                .map(SimMember::id)
                .filter(transport.side()::isRemoved)
                .toList();
    }

    public boolean mayStart() {
        return !isRunning() && !removed && !lost;
    }

    /** Nobody in the cluster knows it, and it knows no member of today who could tell: whoever runs it ends it. */
    public void retire(Set<Long> today) {
        if (isRunning() && membersInView().stream().noneMatch(today::contains)) {
            leave();
        }
    }

    /** The process that was told to leave is started once more, on its old disk. */
    public void resurrect() {
        if (removed && !lost && !isRunning()) {
            saw("resurrect", "process");
            removed = false;
            start();
        }
    }

    /** Between two ticks of this member's clock. */
    public void pace(long newTickMillis) {
        tickMillis = newTickMillis;
    }

    /** The time of day leaps. */
    public void leapDay(long millis) {
        dayOffsetMillis += millis;
    }

    /** Since when the log writer has had work that it did not begin; Long.MAX_VALUE when it has none. */
    public long logWaitsSinceMillis() {
        return logTurns == null ? Long.MAX_VALUE : Math.max(logTurns.workSinceMillis(), pausedUntilMillis);
    }

    public void start() {
        if (isRunning() || removed || lost) {
            return;
        }
        life++;
        upSinceMillis = cluster.clock().nowMillis();
        nanosBase = cluster.random().nextLong() >> 2;
        long mine = life;
        cluster.trace("start", id(), life);
        guarded(() -> boot(mine));
    }

    private void boot(long mine) {
        Recovered recovered;
        try {
            recovered = start.recover();
        } catch (WalException refused) {
            refusals.judge(refused);
            lost = true;
            refused();
            return;
        } catch (StartRefusedException refused) {
            refusals.judge(refused);
            refused();
            return;
        }
        log = recovered.log();
        requireKept();
        Runnable onRemoved = () -> later(mine, 1_000, this::leave);
        server = new EtcdServer(
                start.config(),
                recovered,
                new MemberRuntime(
                        () -> nanosAt(cluster.clock().nowMillis()),
                        () -> Instant.ofEpochMilli(
                                EPOCH_MILLIS + dayOffsetMillis + cluster.clock().nowMillis()),
                        new MemberRuntime.Readers(executor(mine), 1),
                        executor(mine),
                        executor(mine),
                        settings.memory(),
                        SimAuth.runtime(
                                cluster.random(), () -> nanosAt(cluster.clock().nowMillis()), executor(mine)),
                        new Figures()),
                new EtcdServer.Environment(
                        side -> transport = new SimTransport(cluster, this, side),
                        new SimPeerClient(cluster, this),
                        start.images(),
                        cluster.random()::nextInt,
                        onRemoved));
        for (Stage stage : server.stages()) {
            StageTurns turns = new StageTurns(cluster, this, stage, mine);
            logTurns = stage.name().equals(SimCluster.LOG_WRITER) ? turns : logTurns;
            turns.begin();
        }
        server.start();
        scheduleTick(mine);
    }

    private void refused() {
        cluster.trace("refused", id(), life);
        disk.endProcess();
        stores.crash();
    }

    /** The next start shall be refused by these words; whether it was tells {@link #wasRefused}. */
    public void expectRefusal(String words) {
        refusals.expect(words);
    }

    public boolean wasRefused() {
        return refusals.cameTrue();
    }

    SimStart startOf() {
        return start;
    }

    public SimMisstarts misstarts() {
        return new SimMisstarts(cluster, this, start);
    }

    /** It is down, has a directory, and nothing is known against its disk. */
    public boolean mayMisstart() {
        return mayStart() && start.hasBegun() && !isLost();
    }

    /** Names the members in its flags, should it not have begun yet. */
    public void isAmong(List<ClusterMember> members) {
        start.is(members);
    }

    /** What was durable may have been replaced by a later term's, but is not gone (Raft figure 2, persistent state). */
    private void requireKept() {
        long index = log.lastIndex();
        long term = log.term(index);
        Violation.require(
                term > durable.term() || term == durable.term() && index >= durable.index(),
                "durable log",
                () -> name + " had its log up to " + durable + " and comes back with " + term + "/" + index);
    }

    private Executor executor(long mine) {
        return task -> later(mine, cluster.random().nextInt(4), task);
    }

    private void scheduleTick(long mine) {
        later(mine, tickMillis, () -> {
            scheduleTick(mine);
            transport.dial();
            server.tick();
        });
    }

    /** Runs later in this life, not while the process is paused. */
    void later(long mine, long delayMillis, Runnable action) {
        cluster.clock().schedule(delayMillis, () -> {
            if (life != mine || !isRunning()) {
                return;
            }
            long now = cluster.clock().nowMillis();
            if (now < pausedUntilMillis) {
                later(mine, pausedUntilMillis - now, action);
            } else {
                guarded(action);
            }
        });
    }

    /** Something from outside reaches the process now, or when its pause ends. */
    public void act(Runnable action) {
        if (isRunning()) {
            later(life, 0, action);
        }
    }

    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (PowerCut cut) {
            end(End.POWER_CUT);
        } catch (RuntimeException failure) {
            if (!faultExpected || failure instanceof BrokenInvariantException) {
                throw new AssertionError(name + " failed without a fault: " + failure, failure);
            }
            cluster.trace("failed", id(), failure.getClass().getName().hashCode());
            // after a failed sync the page cache shows what the disk does not have: only a reboot tells the truth
            end(disk.hasLostWrites() ? End.POWER_CUT : End.KILL);
        }
    }

    /** The process is frozen: nothing in it moves, time goes on. */
    public void pause(long millis) {
        pausedUntilMillis = Math.max(pausedUntilMillis, cluster.clock().nowMillis() + millis);
    }

    public boolean isPaused() {
        return cluster.clock().nowMillis() < pausedUntilMillis;
    }

    public void end(End how) {
        role();
        cluster.trace("end", id(), how.ordinal());
        if (log != null) {
            durable = new Durable(log.term(log.lastIndex()), log.lastIndex());
        }
        logTurns = null;
        server = null;
        transport = null;
        log = null;
        pausedUntilMillis = 0;
        faultExpected = false;
        if (how == End.POWER_CUT) {
            disk.restart(cluster.random(), this::survived);
        } else {
            disk.endProcess();
        }
        if (stores.hasUnflushed()) {
            saw("lost-write", "store");
        }
        stores.crash();
        cluster.ended(this);
        Set<Runnable> waiting = new LinkedHashSet<>(onEnd);
        onEnd.clear();
        waiting.forEach(Runnable::run);
    }

    private void survived(Path file, SimFile.Survival survival) {
        if (survival.lost() > 0) {
            String place = file.startsWith(LOG) ? "log" : file.startsWith(IMAGES) ? "image" : "start";
            saw("lost-write", place);
            if (survival.kept() > 0) {
                saw("torn-write", place);
            }
        }
    }

    private void leave() {
        removed = true;
        end(End.KILL);
    }

    /** Tells once when this life ends; used by whoever waits for an answer. */
    public void onEnd(Runnable action) {
        onEnd.add(action);
    }

    public void forgetEnd(Runnable action) {
        onEnd.remove(action);
    }

    @Override
    public String toString() {
        return name;
    }
}
