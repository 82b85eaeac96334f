// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import static dev.cairn.operator.cluster.plan.RollingWorlds.begun;
import static dev.cairn.operator.cluster.plan.RollingWorlds.line;
import static dev.cairn.operator.cluster.plan.RollingWorlds.run;
import static dev.cairn.operator.testkit.World.NOW;
import static dev.cairn.operator.testkit.World.empty;
import static dev.cairn.operator.testkit.World.formed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.crds.cluster.status.LastSnapshotStatus;
import dev.cairn.operator.cluster.snapshot.LastSnapshot;
import dev.cairn.operator.testkit.Pods;
import dev.cairn.operator.testkit.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code replicas: 0}: one line per situation. Member a leads. */
class HibernationPlanTest {
    private static final String ZERO = "replicas: 0";

    @TestFactory
    Stream<DynamicTest> goingToSleep() {
        return run(
                line("no EtcdBackup: a follower's pod first", zero("a", "b", "c"), "DeletePod b"),
                line("the next one", zero("a", "b", "c").noPod("b").silent("b"), "DeletePod c"),
                line("the leader's last", zero("a", "b", "c").noPod("b").noPod("c"), "DeletePod a"),
                line(
                        "no quorum answers any more",
                        zero("a", "b", "c").noPod("b").noPod("c").withoutQuorum(),
                        "DeletePod a"),
                line("its pod ends", zero("a").pod("a", Pods::terminating).withoutQuorum(), "Hold Hibernating"),
                line("no pod is left", zero("a").noPod("a").withoutQuorum(), "Hold Hibernated"),
                line(
                        "a pod is lost meanwhile: it is not made anew",
                        zero("a", "b", "c").noPod("a"),
                        "DeletePod b"),
                line("paused", zero("a").spec("replicas: 0\npaused: true"), "Hold Paused"),
                line("a learner is finished first", zero("a").startedLearner("b"), "PromoteLearner b"),
                line(
                        "a rollout is finished first",
                        begun("a", "b", "c").spec("replicas: 0\nimage: new:2"),
                        "RollMember b new"));
    }

    @TestFactory
    Stream<DynamicTest> theLastSnapshot() {
        return run(
                line("it is asked for", zero("a", "b", "c").backup("nightly"), "AskForSnapshot"),
                line("announced and not made", asked().backup("nightly"), "AskForSnapshot"),
                line("under way", asked().backup("nightly").asked(false, false), "Hold LastSnapshot"),
                line("stored", asked().backup("nightly").asked(true, false), "NoteSnapshot"),
                line("stored and noted", noted().backup("nightly"), "DeletePod b"),
                line("it has failed just now", asked().backup("nightly").asked(false, true), "Hold LastSnapshotFailed"),
                line(
                        "it has failed ten minutes ago",
                        asked().backup("nightly").asked(false, true).later(LastSnapshot.AGAIN_AFTER),
                        "AskForSnapshot"),
                line(
                        "there is no quorum to make it from",
                        zero("a").backup("nightly").withoutQuorum(),
                        "Hold LastSnapshotMissing"),
                line(
                        "there is none, and it is stored",
                        noted().backup("nightly").withoutQuorum(),
                        "DeletePod a"),
                line(
                        "one for something else does not count",
                        zero("a", "b", "c")
                                .backup("nightly")
                                .status(each ->
                                        each.withLastSnapshot(record("Deletion").finished("o", 1L, "s", "t"))),
                        "AskForSnapshot"));
    }

    @TestFactory
    Stream<DynamicTest> sleepingAndWaking() {
        return run(
                line("made with zero", empty().spec(ZERO), "Hold Hibernated"),
                line(
                        "made with zero on volumes of an earlier one",
                        empty().volume("a", "c1").spec(ZERO),
                        "Hold Hibernated"),
                line(
                        "another image is asked for in its sleep",
                        asleep().spec("replicas: 0\nimage: new:2"),
                        "Hold Hibernated"),
                line("it is woken", asleep().spec("replicas: 3"), "CreatePod a etcd-node"),
                line("with fewer members: all come back first", asleep().spec("replicas: 1"), "CreatePod a etcd-node"),
                line("it is awake", noted().spec("replicas: 3"), "WakeUp"),
                line("it was awake before", formed("a", "b", "c"), "Rest"));
    }

    @Test
    void itGoesToSleepAndComesBackAsTheSameMembers() {
        World world = zero("a", "b", "c").backup("nightly").certified().asItIs();
        assertThat(walk(world))
                .containsExactly(
                        "AskForSnapshot", "NoteSnapshot", "DeletePod demo-b", "DeletePod demo-c", "DeletePod demo-a");
        assertThat(world.seen().volumes()).hasSize(3);
        world.withoutQuorum().spec("replicas: 3");
        assertThat(walk(world)).containsExactly("CreatePod demo-a", "CreatePod demo-b", "CreatePod demo-c");
    }

    private static List<String> walk(World world) {
        var planner = new ClusterPlanner(World.ADDRESSES, Duration.ofMinutes(10));
        var steps = new ArrayList<String>();
        while (planner.plan(world.seen(), List.of()) instanceof Step.Mutation mutation) {
            steps.add(
                    mutation.name() + mutation.member().map(each -> " " + each).orElse(""));
            assertThat(steps).hasSizeLessThan(20);
            world.after(mutation);
        }
        return steps;
    }

    private static World zero(String... voters) {
        return formed(voters).spec(ZERO);
    }

    private static World asleep() {
        return zero("a", "b", "c").noPod("a").noPod("b").noPod("c").withoutQuorum();
    }

    private static World asked() {
        return zero("a", "b", "c").status(each -> each.withLastSnapshot(record(Hibernation.PURPOSE)));
    }

    private static World noted() {
        return zero("a", "b", "c")
                .status(each ->
                        each.withLastSnapshot(record(Hibernation.PURPOSE).finished("o", 50L, "ab", NOW.toString())));
    }

    private static LastSnapshotStatus record(String purpose) {
        return LastSnapshotStatus.asked(purpose, "demo-20260101120000", NOW.toString());
    }
}
