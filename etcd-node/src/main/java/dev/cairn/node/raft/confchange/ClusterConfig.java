// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.confchange;

import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.quorum.Joint;
import dev.cairn.node.raft.quorum.Majority;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Who votes and who only learns. Learners are no voters; {@code learnersNext} still vote in the outgoing half and become
 * learners when the joint configuration is left; {@code autoLeave} (the leader leaves it by itself) only when joint.
 */
public record ClusterConfig(
        Joint voters, NavigableSet<Long> learners, NavigableSet<Long> learnersNext, boolean autoLeave) {
    public static final ClusterConfig EMPTY =
            new ClusterConfig(Joint.of(Majority.NONE), idSet(List.of()), idSet(List.of()), false);

    public ClusterConfig {
        learners = Collections.unmodifiableNavigableSet(idSet(learners));
        learnersNext = Collections.unmodifiableNavigableSet(idSet(learnersNext));
    }

    /** The configuration a ConfState stands for. */
    public static ClusterConfig of(ConfState state) throws ConfChangeException {
        Joint voters = new Joint(Majority.of(state.voters()), Majority.of(state.votersOutgoing()));
        ClusterConfig config =
                new ClusterConfig(voters, idSet(state.learners()), idSet(state.learnersNext()), state.autoLeave());
        config.requireSound();
        return config;
    }

    public ConfState toConfState() {
        return new ConfState(
                voters.incoming().ids(),
                List.copyOf(learners),
                voters.outgoing().ids(),
                List.copyOf(learnersNext),
                autoLeave);
    }

    public boolean isJoint() {
        return voters.isJoint();
    }

    public boolean isVoter(long id) {
        return voters.contains(id);
    }

    public boolean isLearner(long id) {
        return learners.contains(id);
    }

    public boolean isMember(long id) {
        return isVoter(id) || isLearner(id);
    }

    /** One voter, nothing else to ask. */
    public boolean isSingleVoter() {
        return voters.incoming().size() == 1 && !isJoint();
    }

    /** Voters and learners, ascending. */
    public NavigableSet<Long> members() {
        NavigableSet<Long> all = idSet(voters.ids());
        all.addAll(learners);
        return all;
    }

    void requireSound() throws ConfChangeException {
        for (long id : learnersNext) {
            require(voters.outgoing().contains(id), id, "is to become a learner but is no outgoing voter");
        }
        for (long id : learners) {
            require(!voters.contains(id), id, "is both voter and learner");
        }
        if (autoLeave && !isJoint()) {
            throw new ConfChangeException("autoleave without a joint configuration");
        }
    }

    private static void require(boolean condition, long id, String complaint) throws ConfChangeException {
        if (!condition) {
            throw new ConfChangeException("member " + Long.toUnsignedString(id) + " " + complaint);
        }
    }

    static NavigableSet<Long> idSet(Collection<Long> ids) {
        NavigableSet<Long> set = new TreeSet<>(Long::compareUnsigned);
        set.addAll(ids);
        return set;
    }

    /** {@code voters=(2 3)&&(1) learners=(4) learners_next=(1) autoleave} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("voters=").append(voters);
        if (!learners.isEmpty()) {
            text.append(" learners=").append(Majority.of(learners));
        }
        if (!learnersNext.isEmpty()) {
            text.append(" learners_next=").append(Majority.of(learnersNext));
        }
        return text.append(autoLeave ? " autoleave" : "").toString();
    }
}
