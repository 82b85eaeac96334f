// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.confchange;

import dev.cairn.node.raft.ConfChangeV2;
import dev.cairn.node.raft.quorum.Joint;
import dev.cairn.node.raft.quorum.Majority;
import java.util.List;
import java.util.NavigableSet;

/**
 * Computes what configuration follows from a change.
 *
 * <pre>
 * voters=(1)               enter joint: r1 v2 v3 l4   →  voters=(2 3)&amp;&amp;(1) learners=(4)
 * voters=(2 3)&amp;&amp;(1) ...     leave joint                →  voters=(2 3) learners=(4)
 * voters=(2 3) ...         simple: l9                 →  voters=(2 3) learners=(4 9)
 * </pre>
 */
public final class Changer {
    /**
     * What a change leads to.
     *
     * @param created members whose replication starts from nothing: new ones, and those removed and added again
     */
    public record Result(ClusterConfig config, NavigableSet<Long> created) {}

    private Changer() {}

    /** Does what the change asks for: leave, enter or, when one majority always overlaps, change at once. */
    public static Result apply(ClusterConfig config, ConfChangeV2 change) throws ConfChangeException {
        boolean automatic = change.transition() == ConfChangeV2.Transition.AUTO;
        if (automatic && change.changes().isEmpty()) {
            return leaveJoint(config);
        }
        if (automatic && change.changes().size() == 1) {
            return simple(config, change.changes());
        }
        return enterJoint(config, change.transition() != ConfChangeV2.Transition.JOINT_EXPLICIT, change.changes());
    }

    /** Changes at most one voter: old and new majorities overlap, no transition is needed (thesis §4.1). */
    public static Result simple(ClusterConfig config, List<ConfChangeV2.Single> changes) throws ConfChangeException {
        if (config.isJoint()) {
            throw new ConfChangeException("can't apply simple config change in joint config");
        }
        Draft draft = new Draft(config);
        draft.apply(changes);
        if (votersThatDiffer(config.voters().incoming(), draft.incoming) > 1) {
            throw new ConfChangeException("more than one voter changed without entering joint config");
        }
        return draft.result(Majority.NONE, false);
    }

    /** From now on the old and the new voters must both agree (§6). */
    public static Result enterJoint(ClusterConfig config, boolean autoLeave, List<ConfChangeV2.Single> changes)
            throws ConfChangeException {
        if (config.isJoint()) {
            throw new ConfChangeException("config is already joint");
        }
        if (config.voters().incoming().isEmpty()) {
            throw new ConfChangeException("can't make a zero-voter config joint");
        }
        Majority outgoing = config.voters().incoming();
        Draft draft = new Draft(new ClusterConfig(
                new Joint(outgoing, outgoing), config.learners(), config.learnersNext(), config.autoLeave()));
        draft.apply(changes);
        return draft.result(outgoing, autoLeave);
    }

    /** The new voters decide alone; who was demoted becomes a learner, who was removed is forgotten. */
    public static Result leaveJoint(ClusterConfig config) throws ConfChangeException {
        if (!config.isJoint()) {
            throw new ConfChangeException("can't leave a non-joint config");
        }
        NavigableSet<Long> learners = ClusterConfig.idSet(config.learners());
        learners.addAll(config.learnersNext());
        ClusterConfig left = new ClusterConfig(
                Joint.of(config.voters().incoming()), learners, ClusterConfig.idSet(List.of()), false);
        left.requireSound();
        return new Result(left, ClusterConfig.idSet(List.of()));
    }

    private static int votersThatDiffer(Majority before, NavigableSet<Long> after) {
        int removed =
                (int) before.ids().stream().filter(id -> !after.contains(id)).count();
        int added = (int) after.stream().filter(id -> !before.contains(id)).count();
        return removed + added;
    }

    /** A configuration while single changes are made to it. */
    private static final class Draft {
        private final Majority outgoing;
        private final NavigableSet<Long> incoming;
        private final NavigableSet<Long> learners;
        private final NavigableSet<Long> learnersNext;
        private final NavigableSet<Long> known;
        private final NavigableSet<Long> created = ClusterConfig.idSet(List.of());

        Draft(ClusterConfig config) {
            outgoing = config.voters().outgoing();
            incoming = ClusterConfig.idSet(config.voters().incoming().ids());
            learners = ClusterConfig.idSet(config.learners());
            learnersNext = ClusterConfig.idSet(config.learnersNext());
            known = config.members();
        }

        void apply(List<ConfChangeV2.Single> changes) throws ConfChangeException {
            for (ConfChangeV2.Single change : changes) {
                // etcd replaces the id of a change that it rejected by 0: the entry stays, its effect does not
                if (change.nodeId() == 0) {
                    continue;
                }
                switch (change.type()) {
                    case ADD_NODE -> makeVoter(change.nodeId());
                    case ADD_LEARNER_NODE -> makeLearner(change.nodeId());
                    case REMOVE_NODE -> remove(change.nodeId());
                    case UPDATE_NODE -> {}
                }
            }
            if (incoming.isEmpty()) {
                throw new ConfChangeException("removed all voters");
            }
        }

        private void makeVoter(long id) {
            learnTo(id);
            learners.remove(id);
            learnersNext.remove(id);
            incoming.add(id);
        }

        private void makeLearner(long id) {
            learnTo(id);
            incoming.remove(id);
            if (outgoing.contains(id)) {
                learnersNext.add(id);
            } else {
                learners.add(id);
            }
        }

        private void remove(long id) {
            incoming.remove(id);
            learners.remove(id);
            learnersNext.remove(id);
            if (!outgoing.contains(id)) {
                known.remove(id);
                created.remove(id);
            }
        }

        private void learnTo(long id) {
            if (known.add(id)) {
                created.add(id);
            }
        }

        Result result(Majority newOutgoing, boolean autoLeave) throws ConfChangeException {
            Joint voters = new Joint(Majority.of(incoming), newOutgoing);
            ClusterConfig config = new ClusterConfig(voters, learners, learnersNext, autoLeave);
            config.requireSound();
            return new Result(config, created);
        }
    }
}
