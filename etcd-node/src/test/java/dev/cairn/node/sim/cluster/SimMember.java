// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import dev.cairn.node.raft.log.MemoryLog;
import dev.cairn.node.server.ServerConfig;
import dev.cairn.node.server.member.EtcdServer;
import dev.cairn.node.server.member.Lent;
import dev.cairn.node.server.member.Origin;
import dev.cairn.node.server.member.Recovered;
import dev.cairn.node.server.member.Recovery;
import dev.cairn.node.server.stage.Stage;
import dev.cairn.node.testkit.PowerCut;
import dev.cairn.node.testkit.SimDisk;
import dev.cairn.node.wal.WalDirectory;
import dev.cairn.node.wal.WriteAheadLog;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * One member as a process on a machine: production's own {@link EtcdServer}, its stages run in turns, its disk and store
 * simulated. A process ends by a kill, by a power cut, or because a stage failed; it starts again from what is left.
 */
public final class SimMember {
    private static final Path LOG = Path.of("/data/member/wal");
    private static final long EPOCH_MILLIS = 1_700_000_000_000L;

    /** How a life ends. */
    public enum End {
        POWER_CUT,
        KILL
    }

    private final SimCluster cluster;
    private final String name;
    private final Origin origin;
    private final ServerConfig config;
    private final SimDisk disk = new SimDisk();
    private final SimStore store;
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
    private int failInstallationAt = -1;

    SimMember(SimCluster cluster, String name, Origin origin) {
        this.cluster = cluster;
        this.name = name;
        this.origin = origin;
        this.config = cluster.settings().config(name, peerUrl());
        this.store = new SimStore(disk, config, step -> step == failInstallationAt);
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

    /** The running server. */
    public EtcdServer server() {
        return server;
    }

    public SimDisk disk() {
        return disk;
    }

    /** Counts the process' lives. */
    public long life() {
        return life;
    }

    /** The core's durable log of this life. */
    public MemoryLog log() {
        return log;
    }

    public long imagesInstalled() {
        return store.installed();
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

    /** A fault of the disk was arranged: a failing stage is what must follow. */
    public void expectFault() {
        faultExpected = true;
    }

    /** The power fails at this step of the next installation of a snapshot; -1 for not. */
    public void failInstallationAt(int step) {
        failInstallationAt = step;
    }

    public void start() {
        if (isRunning() || removed) {
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
        store.prepare();
        Recovered recovered = recover();
        log = recovered.log();
        Runnable onRemoved = () -> later(mine, 1_000, this::leave);
        server = new EtcdServer(
                config,
                recovered,
                new Lent(
                        () -> nanosAt(cluster.clock().nowMillis()),
                        () -> Instant.ofEpochMilli(
                                EPOCH_MILLIS + cluster.clock().nowMillis()),
                        executor(mine),
                        executor(mine)),
                new EtcdServer.Outside(
                        built -> transport = new SimTransport(cluster, this, built, onRemoved),
                        new SimPeerClient(cluster, this),
                        store,
                        cluster.random()::nextInt,
                        onRemoved));
        server.stages().forEach(stage -> new Turns(stage, mine).begin());
        server.start();
        scheduleTick(mine);
    }

    private Recovered recover() {
        WalDirectory wal = new WalDirectory(disk, LOG, cluster.settings().segmentSizeBytes());
        Recovery recovery = new Recovery(wal, store::open, store::install);
        return WriteAheadLog.exists(disk, LOG) ? recovery.restart(metadata -> {}) : recovery.begin(origin);
    }

    private Executor executor(long mine) {
        return task -> later(mine, cluster.random().nextInt(4), task);
    }

    private void scheduleTick(long mine) {
        later(mine, SimSettings.HEARTBEAT_MILLIS, () -> {
            scheduleTick(mine);
            server.tick();
        });
    }

    /** A stage's thread: runs it some time after it was woken, as often as there is work. */
    private final class Turns {
        private final Stage stage;
        private final long mine;
        private boolean scheduled;

        private Turns(Stage stage, long mine) {
            this.stage = stage;
            this.mine = mine;
        }

        private void begin() {
            stage.onWork(this::wake);
            wake();
        }

        private void wake() {
            if (!scheduled) {
                scheduled = true;
                later(mine, cluster.turnDelayMillis(SimMember.this, stage.name()), this::turn);
            }
        }

        private void turn() {
            scheduled = false;
            if (stage.runOnce()) {
                wake();
            }
        }
    }

    /** Runs later in this life, not while the process is paused. */
    private void later(long mine, long delayMillis, Runnable action) {
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
            if (!faultExpected) {
                throw new AssertionError(name + " failed without a fault: " + failure, failure);
            }
            cluster.trace("failed", id(), failure.getClass().getName().hashCode());
            // after a failed sync the page cache shows what the disk does not have: only a reboot tells the truth
            end(disk.hasLostWrites() ? End.POWER_CUT : End.KILL);
        }
    }

    /** The process is frozen: nothing in it moves, time goes on. */
    public void pause(long millis) {
        pausedUntilMillis = cluster.clock().nowMillis() + millis;
    }

    public boolean isPaused() {
        return cluster.clock().nowMillis() < pausedUntilMillis;
    }

    public void end(End how) {
        cluster.trace("end", id(), how.ordinal());
        server = null;
        transport = null;
        log = null;
        pausedUntilMillis = 0;
        faultExpected = false;
        failInstallationAt = -1;
        if (how == End.POWER_CUT) {
            disk.restart(cluster.random());
        } else {
            disk.endProcess();
        }
        store.crash();
        cluster.ended(this);
        Set<Runnable> waiting = new LinkedHashSet<>(onEnd);
        onEnd.clear();
        waiting.forEach(Runnable::run);
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
