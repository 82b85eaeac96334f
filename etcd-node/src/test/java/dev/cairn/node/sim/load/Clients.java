// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.load;

import dev.cairn.node.server.Reply;
import dev.cairn.node.sim.check.Call;
import dev.cairn.node.sim.check.History;
import dev.cairn.node.sim.check.LeaseCheck;
import dev.cairn.node.sim.cluster.SimCluster;
import dev.cairn.node.sim.cluster.SimMember;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** All clients of a run and what they share. */
public final class Clients {
    /** A client waits longer than a server does. */
    static final long PATIENCE_MILLIS = 10_000;

    private static final int MOST_KV_CLIENTS = 14;
    private static final int LEASE_CLIENTS = 2;

    private final SimCluster cluster;
    private final History history = new History();
    private final LeaseCheck leases = new LeaseCheck();
    private final List<WatchClient> watchers = new ArrayList<>();
    private final int wanted;
    private final boolean authenticated;
    private Set<Long> avoided = Set.of();
    private boolean stopped;
    private boolean compacted;
    private long values;
    private long answered;
    private int asking;

    /** {@code wanted} clients of keys, 0 draws how many; {@code authenticated}: one of them switches authentication on. */
    public Clients(SimCluster cluster, int wanted, boolean authenticated) {
        this.cluster = cluster;
        this.wanted = wanted;
        this.authenticated = authenticated;
    }

    public void start() {
        int kvClients = wanted > 0 ? wanted : random().nextInt(4, MOST_KV_CLIENTS);
        for (int i = 0; i < kvClients; i++) {
            new KvClient(this, i).start();
        }
        for (int i = 0; i < LEASE_CLIENTS; i++) {
            new LeaseClient(this, kvClients + i).start();
        }
        if (authenticated) {
            new AuthClient(this).start();
        }
        cluster.members().forEach(member -> watch(member, ""));
        cluster.members().stream().findFirst().ifPresent(member -> {
            watch(member, "k1");
            watch(member, "l");
        });
    }

    /** Begins to watch at a member, and goes on in each of its lives. */
    public void watch(SimMember member, String prefix) {
        WatchClient watcher = new WatchClient(this, member, prefix, watchers.size());
        watchers.add(watcher);
        watcher.start();
    }

    /** Nobody asks these members; an empty set for nobody. */
    public void avoid(Set<Long> members) {
        avoided = Set.copyOf(members);
    }

    /** No new questions; those on their way still end. */
    public void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    public void compacted() {
        compacted = true;
    }

    public boolean isCompacted() {
        return compacted;
    }

    public History history() {
        return history;
    }

    public LeaseCheck leases() {
        return leases;
    }

    public List<WatchClient> watchers() {
        return watchers;
    }

    /** Answers so far. */
    public long answered() {
        return answered;
    }

    public int asking() {
        return asking;
    }

    void begins() {
        asking++;
    }

    void ends(boolean withAnswer) {
        asking--;
        answered += withAnswer ? 1 : 0;
    }

    SimCluster cluster() {
        return cluster;
    }

    RandomGenerator random() {
        return cluster.random();
    }

    String nextValue() {
        return "v" + ++values;
    }

    long nowMillis() {
        return cluster.clock().nowMillis();
    }

    void later(long millis, Runnable action) {
        cluster.clock().schedule(millis, action);
    }

    /**
     * One question to a member's process, by whoever has one. {@code end} is called once: with an answer, with an error, or
     * with null for both when the process ended first or the patience did.
     */
    public <T> void ask(
            SimMember member, long patienceMillis, Consumer<Reply<T>> question, BiConsumer<T, RuntimeException> end) {
        Asked.ask(this, member, patienceMillis, question, end);
    }

    /** The keys that leases were given, as far as they are there. */
    public void keysOnLeases(SimMember member, Consumer<List<String>> keys) {
        KvClient.ask(this, -1, member, Call.list(), 0, listed -> {
            if (listed.isAnswered()) {
                keys.accept(listed.answer().seen().keySet().stream()
                        .filter(key -> key.startsWith("l"))
                        .toList());
            }
        });
    }

    public List<SimMember> allRunning() {
        return cluster.running().stream()
                .filter(member -> !avoided.contains(member.id()))
                .toList();
    }

    public Optional<SimMember> anyRunning() {
        List<SimMember> running = allRunning();
        return running.isEmpty() ? Optional.empty() : Optional.of(running.get(random().nextInt(running.size())));
    }
}
