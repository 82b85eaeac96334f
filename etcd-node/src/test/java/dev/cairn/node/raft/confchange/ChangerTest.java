// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.confchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.node.raft.ConfChangeType;
import dev.cairn.node.raft.ConfChangeV2;
import dev.cairn.node.raft.ConfChangeV2.Transition;
import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.quorum.Majority;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChangerTest {
    private static ConfChangeV2 change(Transition transition, ConfChangeV2.Single... changes) {
        return new ConfChangeV2(transition, List.of(changes), Entry.NO_DATA);
    }

    private static ConfChangeV2.Single add(long id) {
        return new ConfChangeV2.Single(ConfChangeType.ADD_NODE, id);
    }

    private static ConfChangeV2.Single remove(long id) {
        return new ConfChangeV2.Single(ConfChangeType.REMOVE_NODE, id);
    }

    private static ConfChangeV2.Single learner(long id) {
        return new ConfChangeV2.Single(ConfChangeType.ADD_LEARNER_NODE, id);
    }

    private static ClusterConfig of(String expected, ConfChangeV2 change, ClusterConfig from)
            throws ConfChangeException {
        ClusterConfig config = Changer.apply(from, change).config();
        assertThat(config).hasToString(expected);
        return config;
    }

    @Test
    void transitionAutomaticallyIsSimpleForOneChangeAndJointForMore() throws ConfChangeException {
        ClusterConfig one = of("voters=(1)", change(Transition.AUTO, add(1)), ClusterConfig.EMPTY);
        ClusterConfig joint = of("voters=(1 2 3)&&(1) autoleave", change(Transition.AUTO, add(2), add(3)), one);
        of("voters=(1 2 3)", change(Transition.AUTO), joint);
        of("voters=(1 2)&&(1) autoleave", change(Transition.JOINT_IMPLICIT, add(2)), one);
        of("voters=(1 2)&&(1)", change(Transition.JOINT_EXPLICIT, add(2)), one);
    }

    @Test
    void simpleChangeMovesAtMostOneVoter() throws ConfChangeException {
        ClusterConfig three = ClusterConfig.of(ConfState.ofVoters(List.of(1L, 2L, 3L)));
        assertThatThrownBy(() -> Changer.simple(three, List.of(remove(1), add(4))))
                .isInstanceOf(ConfChangeException.class)
                .hasMessage("more than one voter changed without entering joint config");
    }

    @Test
    void removedAndAddedAgainStartsFromNothing() throws ConfChangeException {
        ClusterConfig three = ClusterConfig.of(ConfState.ofVoters(List.of(1L, 2L, 3L)));
        assertThat(Changer.simple(three, List.of(remove(3), add(3))).created()).containsExactly(3L);
        assertThat(Changer.simple(three, List.of(learner(3), add(3))).created()).isEmpty();
        assertThat(Changer.enterJoint(three, true, List.of(remove(3), add(3))).created())
                .as("it votes in the outgoing half all the time")
                .isEmpty();
    }

    @Test
    void unsoundConfigurationsAreRefused() {
        assertThatThrownBy(() -> ClusterConfig.of(new ConfState(List.of(1L), List.of(1L), List.of(), List.of(), false)))
                .hasMessageContaining("member 1 is both voter and learner");
        assertThatThrownBy(() -> ClusterConfig.of(new ConfState(List.of(1L), List.of(), List.of(), List.of(2L), false)))
                .hasMessageContaining("member 2 is to become a learner but is no outgoing voter");
        assertThatThrownBy(() -> ClusterConfig.of(new ConfState(List.of(1L), List.of(), List.of(), List.of(), true)))
                .hasMessageContaining("autoleave without a joint configuration");
    }

    @Test
    void everyConfigurationThatChangesLeadToIsSoundAndSurvivesStorage() throws ConfChangeException {
        SplittableRandom random = new SplittableRandom(3);
        ClusterConfig config = ClusterConfig.of(ConfState.ofVoters(List.of(1L, 2L, 3L)));
        int applied = 0;
        for (int i = 0; i < 20_000; i++) {
            ConfChangeV2 change = draw(random);
            ClusterConfig before = config;
            try {
                config = Changer.apply(config, change).config();
                applied++;
            } catch (ConfChangeException refused) {
                assertThat(config).isEqualTo(before);
                continue;
            }
            assertThat(ClusterConfig.of(config.toConfState())).isEqualTo(config);
            assertThat(config.voters().incoming().isEmpty()).isFalse();
            assertQuorumsOverlap(before, config);
        }
        assertThat(applied).isGreaterThan(2_000);
    }

    /** Any majority of the one and any majority of the other have a voter in common, or decisions could contradict. */
    private static void assertQuorumsOverlap(ClusterConfig before, ClusterConfig after) {
        Majority old = before.voters().incoming();
        Majority now =
                after.isJoint() ? after.voters().outgoing() : after.voters().incoming();
        long common = old.ids().stream().filter(now::contains).count();
        int neededOld = old.size() / 2 + 1;
        int neededNow = now.size() / 2 + 1;
        long all = old.size() + now.size() - common;
        assertThat(neededOld + neededNow).as(before + " -> " + after).isGreaterThan((int) all);
    }

    private static ConfChangeV2 draw(SplittableRandom random) {
        List<ConfChangeV2.Single> singles = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            ConfChangeType type = ConfChangeType.values()[random.nextInt(ConfChangeType.values().length)];
            singles.add(new ConfChangeV2.Single(type, random.nextInt(7)));
        }
        Transition transition = Transition.values()[random.nextInt(Transition.values().length)];
        return new ConfChangeV2(transition, singles, Entry.NO_DATA);
    }
}
