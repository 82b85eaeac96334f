// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.raft;

import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.RaftConfig;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.raft.SnapshotMetadata;
import dev.cairn.node.raft.core.RaftNode;
import dev.cairn.node.testkit.SimClock;
import dev.cairn.node.testkit.SimNetwork;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** The members of a run and the world between them. Everything random comes from one generator. */
final class RaftCluster {
    private static final long FIRST_INDEX = 10;
    /** {@code -Draft.sim.journal=true} prints what the cores tell, to look into one seed. */
    private static final boolean JOURNAL = Boolean.getBoolean("raft.sim.journal");

    private record Read(long appliedWhenAsked) {}

    /** How fast a member's clock, disk and state machine are. */
    private record Pace(int tickMillis, int maxDiskMillis, int maxApplyMillis) {}

    private final RandomGenerator random;
    private final Settings settings;
    private final Sabotage sabotage;
    private final SimClock clock = new SimClock();
    private final SimNetwork<Message> network;
    private final RaftInvariants invariants = new RaftInvariants();
    private final Counters counters = new Counters();
    private final TreeMap<Long, RaftMember> members = new TreeMap<>();
    private final Map<Long, Pace> paces = new HashMap<>();
    private final Map<Long, Read> reads = new HashMap<>();
    private long nextReadId = 1;
    private long traceHash;

    RaftCluster(RandomGenerator random, Settings settings, Sabotage sabotage) {
        this.random = random;
        this.settings = settings;
        this.sabotage = sabotage;
        this.network = new SimNetwork<>(clock, random, this::deliver, this::lost);
        List<Long> ids = new ArrayList<>();
        for (long id = 1; id <= settings.voters(); id++) {
            ids.add(id);
        }
        Snapshot bootstrap =
                new Snapshot(new SnapshotMetadata(ConfState.ofVoters(ids), FIRST_INDEX, 1), new byte[Long.BYTES]);
        ids.forEach(id -> add(id, bootstrap));
    }

    /** A member with an empty disk, which the leader will fill. */
    RaftMember addEmpty() {
        return add(members.lastKey() + 1, Snapshot.EMPTY);
    }

    private RaftMember add(long id, Snapshot initial) {
        RaftConfig config = settings.config(id, random).withJournal((level, line) -> journal(line));
        paces.put(
                id,
                new Pace(
                        settings.drawTickMillis(random),
                        settings.drawSlownessMillis(random),
                        settings.drawSlownessMillis(random)));
        RaftMember member = new RaftMember(this, config, initial);
        members.put(id, member);
        member.start();
        return member;
    }

    private void journal(String line) {
        if (JOURNAL) {
            System.out.println(clock.nowMillis() + " " + line);
        }
    }

    void send(Message message) {
        invariants.sends(message);
        if (message instanceof Message.Snap) {
            counters.snapshotsSent++;
        }
        network.send(message.from(), message.to(), message);
    }

    private void deliver(SimNetwork.Envelope<Message> envelope) {
        RaftMember to = members.get(envelope.to());
        if (to == null || !to.isUp()) {
            lost(envelope);
            return;
        }
        counters.delivered++;
        trace(
                envelope.message().getClass().getSimpleName(),
                envelope.from() << 32 | envelope.to(),
                envelope.message().term());
        to.act(core -> core.step(envelope.message()));
        if (envelope.message() instanceof Message.Snap) {
            report(envelope, core -> core.reportSnapshot(envelope.to(), true));
        }
    }

    private void lost(SimNetwork.Envelope<Message> envelope) {
        if (envelope.message() instanceof Message.Snap) {
            report(envelope, core -> core.reportSnapshot(envelope.to(), false));
        } else {
            report(envelope, core -> core.reportUnreachable(envelope.to()));
        }
    }

    /** The sender's transport tells its core how a message fared. */
    private void report(SimNetwork.Envelope<Message> envelope, Consumer<RaftNode> report) {
        RaftMember sender = members.get(envelope.from());
        if (sender != null) {
            sender.act(report);
        }
    }

    /** The faults end. Clocks keep the same pace: without pre-vote the fastest could keep all others from being elected. */
    void heal() {
        network.restoreAll();
        network.faults(SimNetwork.Faults.NONE);
        paces.replaceAll((id, pace) -> new Pace(Settings.TICK_MILLIS, 2, 2));
    }

    void askRead(RaftMember member) {
        long id = nextReadId++;
        reads.put(id, new Read(invariants.highestApplied()));
        counters.readsAsked++;
        byte[] context = ByteBuffer.allocate(Long.BYTES).putLong(id).array();
        member.act(core -> core.readIndex(context));
    }

    void readAnswered(RaftMember member, long readId, long index) {
        counters.readsAnswered++;
        invariants.readAnswered(member, index, reads.get(readId).appliedWhenAsked());
    }

    /** Folds what happened into the hash that two runs of one seed share. */
    void trace(String what, long first, long second) {
        traceHash = (traceHash ^ what.hashCode()) * 0x100000001B3L;
        traceHash = (traceHash ^ first) * 0x100000001B3L;
        traceHash = (traceHash ^ second ^ clock.nowMillis() << 20) * 0x100000001B3L;
    }

    Collection<RaftMember> members() {
        return members.values();
    }

    RaftMember member(long id) {
        return members.get(id);
    }

    /** The leader of the highest term among those who believe to be one. */
    Optional<RaftMember> leader() {
        return members.values().stream()
                .filter(RaftMember::leads)
                .max((one, two) ->
                        Long.compare(one.status().term(), two.status().term()));
    }

    RandomGenerator random() {
        return random;
    }

    SimClock clock() {
        return clock;
    }

    SimNetwork<Message> network() {
        return network;
    }

    RaftInvariants invariants() {
        return invariants;
    }

    Counters counted() {
        return counters;
    }

    Sabotage sabotage() {
        return sabotage;
    }

    int tickMillis(long id) {
        return paces.get(id).tickMillis();
    }

    int diskDelayMillis(long id) {
        return random.nextInt(1, paces.get(id).maxDiskMillis() + 1);
    }

    int applyDelayMillis(long id) {
        return random.nextInt(0, paces.get(id).maxApplyMillis() + 1);
    }

    int snapshotEvery() {
        return settings.snapshotEvery();
    }

    Focus focus() {
        return settings.focus();
    }

    boolean radicalChanges() {
        return settings.radicalChanges();
    }

    long traceHash() {
        return traceHash;
    }
}
