// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.raft;

import dev.cairn.node.codec.ConfChangeCodec;
import dev.cairn.node.raft.ConfChangeType;
import dev.cairn.node.raft.ConfChangeV2;
import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.ProposalDroppedException;
import dev.cairn.node.raft.core.RaftNode;
import dev.cairn.node.testkit.SimNetwork;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What clients ask for and what goes wrong, one thing at a time. */
final class RaftNemesis {
    private static final int MAX_MEMBERS = 9;

    private final RaftCluster cluster;
    private final RandomGenerator random;
    private long nextProposal = 1;

    RaftNemesis(RaftCluster cluster) {
        this.cluster = cluster;
        this.random = cluster.random();
    }

    void strike() {
        switch (cluster.focus().draw(random)) {
            case PROPOSE -> proposeMany(any(), random.nextInt(1, 4));
            case PROPOSE_MANY -> cluster.leader().ifPresent(leader -> proposeMany(leader, 30));
            case READ -> cluster.askRead(reader());
            case CAMPAIGN -> any().act(RaftNode::campaign);
            case CAMPAIGN_AND_FALL_SILENT -> campaignAndFallSilent(any());
            case STRAND_LEADER -> cluster.leader().ifPresent(this::strand);
            case FORGET_LEADER -> any().act(RaftNode::forgetLeader);
            case TRANSFER -> transfer();
            case CHANGE_CONFIGURATION -> changeConfiguration();
            case CRASH -> crash(any());
            case CRASH_LEADER -> cluster.leader().ifPresent(this::crash);
            case RESTART -> restartSomebody();
            case PARTITION -> partition();
            case CUT_ONE_WAY -> cluster.network().cut(any().id(), any().id());
            case RECONNECT -> cluster.network().restoreAll();
            case WEATHER -> weather();
        }
    }

    private RaftMember any() {
        List<RaftMember> members = List.copyOf(cluster.members());
        return members.get(random.nextInt(members.size()));
    }

    /** Often somebody who believes to lead: the one who is wrong about that must not answer. */
    private RaftMember reader() {
        List<RaftMember> leaders =
                cluster.members().stream().filter(RaftMember::leads).toList();
        return leaders.isEmpty() || random.nextBoolean() ? any() : leaders.get(random.nextInt(leaders.size()));
    }

    void proposeMany(RaftMember member, int count) {
        for (int i = 0; i < count; i++) {
            byte[] data = ByteBuffer.allocate(Long.BYTES + random.nextInt(20))
                    .putLong(nextProposal++)
                    .array();
            member.act(core -> propose(core, data));
        }
    }

    private void propose(RaftNode core, byte[] data) {
        try {
            core.propose(data);
            cluster.counted().proposed++;
        } catch (ProposalDroppedException refused) {
            cluster.trace("dropped", data.length, 0);
        }
    }

    private void campaignAndFallSilent(RaftMember member) {
        member.act(RaftNode::campaign);
        long silentMillis = random.nextLong(50, 600);
        cluster.clock().schedule(random.nextInt(1, 15), () -> {
            List<Long> others = cluster.members().stream()
                    .map(RaftMember::id)
                    .filter(id -> id != member.id())
                    .toList();
            others.forEach(other -> cluster.network().cut(member.id(), other));
            cluster.clock()
                    .schedule(
                            silentMillis,
                            () -> others.forEach(other -> cluster.network().restore(member.id(), other)));
        });
    }

    /** The leader takes entries that few others get; the rest forgets it and elects somebody else. */
    private void strand(RaftMember leader) {
        List<Long> lost = cluster.members().stream()
                .map(RaftMember::id)
                .filter(id -> id != leader.id() && random.nextInt(4) > 0)
                .toList();
        lost.forEach(id -> cutBothWays(leader.id(), id));
        proposeMany(leader, random.nextInt(1, 5));
        cluster.clock().schedule(random.nextInt(1, 80), () -> {
            lost.forEach(id -> cluster.member(id).act(RaftNode::forgetLeader));
            if (!lost.isEmpty()) {
                cluster.member(lost.get(random.nextInt(lost.size()))).act(RaftNode::campaign);
            }
        });
        cluster.clock()
                .schedule(
                        random.nextLong(50, 700),
                        () -> lost.forEach(id -> {
                            cluster.network().restore(leader.id(), id);
                            cluster.network().restore(id, leader.id());
                        }));
    }

    private void cutBothWays(long one, long other) {
        cluster.network().cut(one, other);
        cluster.network().cut(other, one);
    }

    private void crash(RaftMember member) {
        if (member.isUp()) {
            cluster.counted().crashes++;
            member.crash();
            if (random.nextInt(3) > 0) {
                cluster.clock().schedule(random.nextInt(300), () -> restart(member));
            }
        }
    }

    private static void restart(RaftMember member) {
        if (!member.isUp()) {
            member.start();
        }
    }

    private void restartSomebody() {
        cluster.members().stream().filter(member -> !member.isUp()).findFirst().ifPresent(RaftMember::start);
    }

    /** Two sides that hear nothing of each other. */
    private void partition() {
        cluster.counted().partitions++;
        List<Long> one = new ArrayList<>();
        List<Long> other = new ArrayList<>();
        cluster.members().forEach(member -> (random.nextBoolean() ? one : other).add(member.id()));
        for (long a : one) {
            for (long b : other) {
                cutBothWays(a, b);
            }
        }
    }

    private void weather() {
        cluster.network()
                .faults(new SimNetwork.Faults(
                        random.nextDouble() * 0.2,
                        random.nextDouble() * 0.2,
                        random.nextDouble() * 0.1,
                        1,
                        random.nextInt(2, 120)));
    }

    private void transfer() {
        cluster.counted().transfers++;
        long target = any().id();
        any().act(core -> core.transferLeader(target));
    }

    private void changeConfiguration() {
        cluster.leader().ifPresent(leader -> {
            ConfState now = leader.status().confState();
            ConfChangeV2 change = now.votersOutgoing().isEmpty() ? drawChange(now) : leaveJoint();
            proposeChange(leader, change);
        });
    }

    void leaveJointIfNeeded(RaftMember leader) {
        ConfState now = leader.status().confState();
        if (!now.votersOutgoing().isEmpty() && !now.autoLeave()) {
            proposeChange(leader, leaveJoint());
        }
    }

    private static ConfChangeV2 leaveJoint() {
        return new ConfChangeV2(ConfChangeV2.Transition.AUTO, List.of(), Entry.NO_DATA);
    }

    private void proposeChange(RaftMember leader, ConfChangeV2 change) {
        leader.act(core -> {
            try {
                core.propose(List.of(ConfChangeCodec.entry(change)));
            } catch (ProposalDroppedException refused) {
                cluster.trace("change dropped", change.changes().size(), 0);
            }
        });
    }

    /** One to three single changes. At least one voter is not touched; unless radical, at most one is taken away. */
    private ConfChangeV2 drawChange(ConfState now) {
        List<Long> untouched = new ArrayList<>(now.voters());
        long kept = untouched.remove(random.nextInt(untouched.size()));
        List<Long> voters = cluster.radicalChanges() ? untouched : atMostOneOfThree(now, untouched);
        List<ConfChangeV2.Single> changes = new ArrayList<>();
        int count = random.nextInt(3) == 0 ? random.nextInt(1, 4) : 1;
        for (int i = 0; i < count; i++) {
            changes.add(drawSingle(voters, now.learners(), kept));
        }
        ConfChangeV2.Transition transition =
                ConfChangeV2.Transition.values()[random.nextInt(ConfChangeV2.Transition.values().length)];
        return new ConfChangeV2(transition, changes, Entry.NO_DATA);
    }

    private List<Long> atMostOneOfThree(ConfState now, List<Long> untouched) {
        return now.voters().size() < 3 ? List.of() : List.of(untouched.get(random.nextInt(untouched.size())));
    }

    private ConfChangeV2.Single drawSingle(List<Long> voters, List<Long> learners, long kept) {
        List<Long> touchable = new ArrayList<>(voters);
        touchable.addAll(learners);
        boolean grow = touchable.isEmpty() || random.nextInt(3) == 0;
        if (grow && cluster.members().size() < MAX_MEMBERS) {
            long fresh = cluster.addEmpty().id();
            return new ConfChangeV2.Single(
                    random.nextBoolean() ? ConfChangeType.ADD_LEARNER_NODE : ConfChangeType.ADD_NODE, fresh);
        }
        if (touchable.isEmpty()) {
            return new ConfChangeV2.Single(ConfChangeType.UPDATE_NODE, kept);
        }
        long target = touchable.get(random.nextInt(touchable.size()));
        ConfChangeType[] types = {
            ConfChangeType.REMOVE_NODE,
            ConfChangeType.ADD_NODE,
            ConfChangeType.ADD_LEARNER_NODE,
            ConfChangeType.ADD_NODE
        };
        return new ConfChangeV2.Single(types[random.nextInt(types.length)], target);
    }
}
