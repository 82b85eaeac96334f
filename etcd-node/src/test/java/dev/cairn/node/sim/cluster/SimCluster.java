// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.cluster;

import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.membership.MemberIds;
import dev.cairn.node.raft.Message;
import dev.cairn.node.server.start.Origin;
import dev.cairn.node.testkit.SimClock;
import dev.cairn.node.testkit.SimNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** The members of one run and the world between them: one thread, one clock, one source of chance. */
public final class SimCluster {
    static final String TOKEN = "simulated";
    static final String LOG_WRITER = "log-writer";

    private final RandomGenerator random;
    private final SimSettings settings;
    private final SimClock clock = new SimClock();
    private final SimNetwork<Packet> network;
    private final Map<Long, SimMember> members = new TreeMap<>();
    private final TreeSet<String> cut = new TreeSet<>();
    private final Map<String, Long> changedMillis = new TreeMap<>();
    private final Consumer<Message> sent;
    private final long clusterId;
    private final Witness witness;
    private Map<Long, Integer> slowDisks = new TreeMap<>();
    private Map<Long, Integer> slowMembers = new TreeMap<>();
    private Map<Long, Long> stuckDisks = new TreeMap<>();
    private boolean faulty = true;
    private int names;
    private long traceHash;
    private long delivered;

    /** {@code sent} sees every message that a member sends. */
    public SimCluster(RandomGenerator random, SimSettings settings, Consumer<Message> sent, Witness witness) {
        this.witness = witness;
        this.random = random;
        this.settings = settings;
        this.sent = sent;
        this.network = new SimNetwork<>(clock, random, this::deliver, this::lost);
        List<ClusterMember> founders = new ArrayList<>();
        for (int i = 0; i < settings.voters(); i++) {
            String name = nextName();
            List<String> urls = List.of(peerUrl(name));
            founders.add(new ClusterMember(MemberIds.ofBootstrap(urls, TOKEN), urls, false, name, List.of()));
        }
        this.clusterId =
                MemberIds.ofCluster(founders.stream().map(ClusterMember::id).toList());
        for (ClusterMember founder : founders) {
            members.put(
                    founder.id(),
                    new SimMember(this, founder.name(), new Origin(founder.id(), clusterId, founders, true)));
        }
    }

    static String peerUrl(String name) {
        return "http://" + name + ":2380";
    }

    /** A name that no member had yet. */
    public String nextName() {
        return "m" + ++names;
    }

    public static String urlOf(String name) {
        return peerUrl(name);
    }

    static String nameIn(String peerUrl) {
        return peerUrl.substring("http://".length(), peerUrl.lastIndexOf(':'));
    }

    /** A member that the running cluster has added, with an empty disk, not started yet. */
    public SimMember join(long id, String peerUrl, List<ClusterMember> known) {
        SimMember joined = new SimMember(this, nameIn(peerUrl), new Origin(id, clusterId, known, false));
        members.put(id, joined);
        return joined;
    }

    Witness witness() {
        return witness;
    }

    /** A fault took effect that concerns no member in particular. */
    public void saw(String kind, String place) {
        witness.saw(kind, place, null);
    }

    /** The same for a member that was in this role when it began. */
    public void saw(String kind, String place, MemberRole role) {
        witness.saw(kind, place, role);
    }

    /** Whether a member runs and messages between it and another get through both ways. */
    public boolean canTalk(SimMember one, SimMember other) {
        return other.isRunning() && !other.isPaused() && isConnected(one.id(), other.id());
    }

    long clusterId() {
        return clusterId;
    }

    public SimClock clock() {
        return clock;
    }

    public RandomGenerator random() {
        return random;
    }

    public SimSettings settings() {
        return settings;
    }

    public SimNetwork<?> network() {
        return network;
    }

    public Collection<SimMember> members() {
        return members.values();
    }

    public SimMember member(long id) {
        return members.get(id);
    }

    public List<SimMember> running() {
        return members.values().stream().filter(SimMember::isRunning).toList();
    }

    /** Somebody who believes to lead. */
    public Optional<SimMember> leader() {
        return running().stream()
                .filter(member -> !member.isPaused())
                .filter(member -> member.server().measures().isLeader())
                .max((one, two) -> Long.compare(
                        one.server().measures().commitIndex(),
                        two.server().measures().commitIndex()));
    }

    public boolean isFaulty() {
        return faulty;
    }

    public long delivered() {
        return delivered;
    }

    // links

    private static String link(long from, long to) {
        return from + ">" + to;
    }

    public void cut(long from, long to) {
        network.cut(from, to);
        if (cut.add(link(from, to))) {
            changedMillis.put(link(from, to), clock.nowMillis());
        }
    }

    public void restore(long from, long to) {
        network.restore(from, to);
        if (cut.remove(link(from, to))) {
            changedMillis.put(link(from, to), clock.nowMillis());
        }
    }

    public void restoreAll() {
        network.restoreAll();
        cut.forEach(each -> changedMillis.put(each, clock.nowMillis()));
        cut.clear();
    }

    boolean isConnected(long one, long other) {
        return !cut.contains(link(one, other)) && !cut.contains(link(other, one));
    }

    Optional<Long> connectedSinceMillis(long one, long other) {
        SimMember from = members.get(one);
        SimMember to = members.get(other);
        if (to == null || !to.isRunning() || !isConnected(one, other)) {
            return Optional.empty();
        }
        long links = Math.max(
                changedMillis.getOrDefault(link(one, other), 0L), changedMillis.getOrDefault(link(other, one), 0L));
        return Optional.of(Math.max(links, Math.max(from.upSinceMillis(), to.upSinceMillis())));
    }

    void send(long from, Message message, Packet packet) {
        sent.accept(message);
        network.send(from, message.to(), packet);
    }

    private void deliver(SimNetwork.Envelope<Packet> envelope) {
        SimMember from = members.get(envelope.from());
        SimMember to = members.get(envelope.to());
        if (to == null || !to.isRunning()) {
            lost(envelope);
            return;
        }
        if (!envelope.message().take()) {
            return;
        }
        delivered++;
        trace(
                "message",
                envelope.from() ^ envelope.to(),
                Arrays.hashCode(envelope.message().message()));
        // a connection that breaks because the other process ends tells the sender so
        Runnable broken = () -> from.act(() -> from.transport().side().snapshotSent(to.id(), false));
        if (envelope.message().isSnapshot()) {
            to.onEnd(broken);
        }
        to.act(() -> {
            if (to.transport().side().isRemoved(from.id())) {
                from.act(() -> from.transport().side().removedByPeer(to.id()));
            }
            boolean taken = to.transport().receive(from.id(), envelope.message());
            if (envelope.message().isSnapshot()) {
                to.forgetEnd(broken);
                from.act(() -> from.transport().side().snapshotSent(to.id(), taken));
            }
        });
    }

    private void lost(SimNetwork.Envelope<Packet> envelope) {
        SimMember from = members.get(envelope.from());
        from.act(() -> {
            if (envelope.message().isSnapshot()) {
                from.transport().side().snapshotSent(envelope.to(), false);
            } else {
                from.transport().side().unreachable(envelope.to());
            }
        });
    }

    // pace

    /** No more than what is left of the phase of faults. */
    public long whileFaulty(long millis) {
        return Math.max(0, Math.min(millis, settings.faultyMillis() - clock.nowMillis()));
    }

    /** Every sync of this member's log takes up to that long; 0 for normal. */
    public void slowDisk(long id, int maxMillis) {
        slowDisks.put(id, maxMillis);
    }

    /** Whatever this member does takes up to that long to begin; 0 for normal. */
    public void slowMember(long id, int maxMillis) {
        slowMembers.put(id, maxMillis);
    }

    /** Nothing is written by this member's log writer until then. */
    public void stickDisk(long id, long untilMillis) {
        stuckDisks.put(id, untilMillis);
    }

    int turnDelayMillis(SimMember member, String stage) {
        int slow = slowMembers.getOrDefault(member.id(), 0);
        if (!stage.equals(LOG_WRITER)) {
            return random.nextInt(Math.max(settings.maxTurnMillis(), slow) + 1);
        }
        int most = Math.max(slow, Math.max(settings.maxSyncMillis(), slowDisks.getOrDefault(member.id(), 0)));
        long stuckMillis = stuckDisks.getOrDefault(member.id(), 0L) - clock.nowMillis();
        return (int) Math.max(stuckMillis, random.nextInt(most + 1));
    }

    /** The faults end for good. */
    public void heal() {
        faulty = false;
        repair();
    }

    /** Links, disks and clocks are as they should be. Members that are down stay down. */
    public void repair() {
        restoreAll();
        network.faults(SimNetwork.Faults.NONE);
        slowDisks = new TreeMap<>();
        slowMembers = new TreeMap<>();
        stuckDisks = new TreeMap<>();
        members.values().forEach(member -> {
            member.disk().noMoreFaults();
            member.beforeNextFlush(() -> {});
            member.pace(SimSettings.HEARTBEAT_MILLIS);
        });
    }

    void ended(SimMember member) {
        trace("ended", member.id(), member.life());
    }

    // trace

    /** Folds what happened into the hash that two runs of one seed share. */
    public void trace(String what, long first, long second) {
        traceHash = (traceHash ^ what.hashCode()) * 0x100000001B3L;
        traceHash = (traceHash ^ first) * 0x100000001B3L;
        traceHash = (traceHash ^ second ^ clock.nowMillis() << 20) * 0x100000001B3L;
    }

    public long traceHash() {
        return traceHash;
    }
}
