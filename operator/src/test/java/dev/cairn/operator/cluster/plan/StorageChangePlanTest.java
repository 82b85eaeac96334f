// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import static dev.cairn.operator.cluster.plan.RollingWorlds.line;
import static dev.cairn.operator.cluster.plan.RollingWorlds.run;
import static dev.cairn.operator.testkit.World.formed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.operator.cluster.observe.ObservedPod;
import dev.cairn.operator.cluster.reason.HoldReason;
import dev.cairn.operator.cluster.validate.ClusterValidator;
import dev.cairn.operator.testkit.Answers;
import dev.cairn.operator.testkit.Pods;
import dev.cairn.operator.testkit.World;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Volumes that are not as asked: one line per situation. Member a leads; volumes have 8 bytes of class fast. */
class StorageChangePlanTest {
    @TestFactory
    Stream<DynamicTest> larger() {
        return run(
                line("as asked", claimed(true).spec(storage("8", "fast")), "Rest"),
                line("no class is asked for", claimed(true).spec("replicas: 3\nstorage: {size: 8}"), "Rest"),
                line("larger: a follower's grows first", claimed(true).spec(storage("16", "fast")), "GrowVolume b"),
                line(
                        "then the next one's",
                        claimed(true).spec(storage("16", "fast")).claim("b", 16, "fast", true),
                        "GrowVolume c"),
                line("its class does not let it grow", claimed(false).spec(storage("16", "fast")), "AddLearner new"),
                line(
                        "a member is not ready",
                        claimed(true).spec(storage("16", "fast")).noPod("b"),
                        "CreatePod b etcd-node"));
    }

    @TestFactory
    Stream<DynamicTest> replaced() {
        return run(
                line("smaller: one joins", claimed(true).spec(storage("4", "fast")), "AddLearner new"),
                line("another class: one joins", claimed(true).spec(storage("8", "slow")), "AddLearner new"),
                line(
                        "it gets its volume",
                        claimed(true).spec(storage("8", "slow")).addedLearner("d"),
                        "CreateVolume d"),
                line("it votes: a follower whose volume is old leaves", replaced("d"), "RemoveMember b"),
                line(
                        "it is not ready yet: it is waited for",
                        replaced("d").pod("d", each -> Pods.unready(each, ObservedPod.Phase.RUNNING, "")),
                        "Hold d MemberNotReady"),
                line(
                        "an old one is not ready: it is the one to leave",
                        replaced("d").pod("c", each -> Pods.unready(each, ObservedPod.Phase.RUNNING, "")),
                        "RemoveMember c"),
                line("the next one joins", replaced("d").without("b"), "AddLearner new"),
                line(
                        "the leader leaves last",
                        replaced("d", "e", "f").without("b").without("c"),
                        "RemoveMember a"),
                line(
                        "all are as asked",
                        replaced("d", "e", "f").without("b").without("c").without("a"),
                        "Rest"),
                line(
                        "a smaller number is asked for, too",
                        claimed(true).spec("replicas: 1\nstorage: {size: 8, storageClassName: slow}"),
                        "RemoveMember b"));
    }

    @Test
    void aSizeBelowWhatTheDataNeedsIsRefusedByName() {
        World world = claimed(true).answers(each -> Answers.sized(each, 3, 3, 100));
        assertThat(new ClusterValidator()
                        .problems(world.spec(storage("5", "fast")).certified().seen()))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.reason()).isEqualTo(HoldReason.STORAGE_TOO_SMALL);
                    assertThat(each.message())
                            .contains("spec.storage.size is 5")
                            .contains("at least 6");
                });
        assertThat(new ClusterValidator()
                        .problems(world.spec(storage("6", "fast")).certified().seen()))
                .isEmpty();
    }

    private static String storage(String size, String storageClass) {
        return "replicas: 3\nstorage: {size: \"" + size + "\", storageClassName: " + storageClass + "}";
    }

    private static World claimed(boolean expandable) {
        World world = formed("a", "b", "c");
        for (String each : new String[] {"a", "b", "c"}) {
            world.claim(each, 8, "fast", expandable);
        }
        return world;
    }

    /** These have joined on volumes as asked. */
    private static World replaced(String... joined) {
        World world = claimed(true).spec(storage("8", "slow"));
        for (String each : joined) {
            world.voter(each).claim(each, 8, "slow", true);
        }
        return world;
    }
}
