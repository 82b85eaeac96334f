// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.load;

import dev.cairn.node.process.cluster.RealCluster;
import dev.cairn.node.process.cluster.RealMember;
import dev.cairn.node.testkit.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** Clients that ask whichever members are up, and watchers at every member, over all rounds of one cluster. */
public final class Load implements AutoCloseable {
    private static final int KV_CLIENTS = 6;
    private static final int LEASE_CLIENTS = 2;
    private static final long END_SECONDS = 120;

    private final RealCluster cluster;
    private final Observed observed = new Observed();
    private final Map<String, String> lastSeen = new ConcurrentHashMap<>();
    private final AtomicReference<Throwable> broken = new AtomicReference<>();
    private final List<Watcher> watchers = new ArrayList<>();
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean stopped = true;
    private int leasesBegun;

    public Load(RealCluster cluster) {
        this.cluster = cluster;
        cluster.members().forEach(member -> watchers.add(new Watcher(this, member, "")));
        cluster.members().forEach(member -> watchers.add(new Watcher(this, member, "k1")));
    }

    /** Begins to ask. {@code random} decides what, not when an answer comes. */
    public void start(java.util.SplittableRandom random) {
        stopped = false;
        observed.beginGaps();
        for (int i = 0; i < KV_CLIENTS; i++) {
            client(new KvClient(this, i, random.split()));
        }
        for (int i = 0; i < LEASE_CLIENTS; i++) {
            client(new LeaseClient(this, KV_CLIENTS + i, random.split()));
        }
    }

    private void client(Runnable client) {
        clients.add(Thread.ofVirtual().start(() -> {
            try {
                client.run();
            } catch (RuntimeException | Error e) {
                broken.compareAndSet(null, e);
            }
        }));
    }

    /** No new questions; returns when those on their way have ended. */
    public void stop() {
        stopped = true;
        Eventually.within(END_SECONDS, "clients end", () -> clients.stream().noneMatch(Thread::isAlive));
        clients.clear();
        requireWhole();
    }

    /** Throws what a client or a watcher saw that cannot be. */
    public void requireWhole() {
        Throwable error = broken.get();
        if (error != null) {
            throw new AssertionError(error.getMessage(), error);
        }
    }

    void broke(Throwable error) {
        broken.compareAndSet(null, error);
    }

    boolean isStopped() {
        return stopped;
    }

    public Observed observed() {
        return observed;
    }

    public List<Watcher> watchers() {
        return watchers;
    }

    Map<String, String> lastSeen() {
        return lastSeen;
    }

    synchronized long nextLease() {
        return 1000 + ++leasesBegun;
    }

    Optional<RealMember.Life> anyUp(RandomGenerator random) {
        List<RealMember.Life> up = cluster.up();
        return up.isEmpty() ? Optional.empty() : Optional.of(up.get(random.nextInt(up.size())));
    }

    static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Override
    public void close() {
        stopped = true;
        watchers.forEach(Watcher::close);
    }
}
