// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import static dev.cairn.operator.cluster.plan.RollingWorlds.line;
import static dev.cairn.operator.cluster.plan.RollingWorlds.run;
import static dev.cairn.operator.testkit.World.NOW;
import static dev.cairn.operator.testkit.World.formed;
import static dev.cairn.operator.testkit.World.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.crds.cluster.EtcdClusterStatus;
import dev.cairn.crds.cluster.status.SpaceStatus;
import dev.cairn.crds.cluster.status.StepStatus;
import dev.cairn.operator.testkit.Answers;
import dev.cairn.operator.testkit.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is done about NOSPACE: one line per situation. Member a leads; the quota is 100 bytes. */
class SpacePlanTest {
    private static final String COMPACTS = "replicas: 3\nmaintenance:\n  compact: true";

    @TestFactory
    Stream<DynamicTest> beginning() {
        return run(
                line("there is space", sized(formed("a", "b", "c"), 99, 40), "Rest"),
                line("there is none", full(99, 40), "FreeSpace"),
                line(
                        "it is not to be done",
                        full(99, 40).spec("replicas: 3\nmaintenance:\n  freeSpace: false"),
                        "Rest"),
                line("the last attempt ended just now", full(99, 40).status(ended(599)), "Rest"),
                line("it ended ten minutes ago", full(99, 40).status(ended(600)), "FreeSpace"),
                line("a pod is lost: that is first", full(99, 40).noPod("b"), "CreatePod b etcd-node"),
                line("paused", full(99, 40).spec("replicas: 3\npaused: true"), "Hold Paused"));
    }

    @TestFactory
    Stream<DynamicTest> underWay() {
        return run(
                line("followers first", begun(99, 40), "Defragment b"),
                line("the next one", begun(99, 40).answers("b", each -> Answers.sized(each, 40, 40)), "Defragment c"),
                line(
                        "the leader last",
                        begun(99, 40)
                                .answers("b", each -> Answers.sized(each, 40, 40))
                                .answers("c", each -> Answers.sized(each, 40, 40)),
                        "Defragment a"),
                line("all have given back what they could, and it is enough", begun(40, 40), "Disarm"),
                line("it is not enough", begun(95, 94), "GiveUpSpace"),
                line(
                        "it is not enough on one of them",
                        begun(40, 40).answers("c", each -> Answers.sized(each, 90, 90)),
                        "GiveUpSpace"),
                line("one does not answer", begun(40, 40).silent("c"), "GiveUpSpace"),
                line("the quorum needs each of those that answer", begun(99, 40).silent("c"), "GiveUpSpace"),
                line(
                        "one cannot be defragmented",
                        begun(99, 40)
                                .status(each -> each.withCurrentStep(
                                        new StepStatus("Defragment", name("b"), "", NOW.toString(), 3))),
                        "Defragment c"),
                line("history may be compacted", begun(99, 99).spec(COMPACTS), "Compact"),
                line(
                        "it has been",
                        begun(99, 40)
                                .spec(COMPACTS)
                                .status(each -> each.withSpace(each.space().compacted(50))),
                        "Defragment b"));
    }

    @Test
    void aFullClusterIsFreed() {
        World world = full(99, 40).certified().asItIs();
        assertThat(walk(world))
                .containsExactly("FreeSpace", "Defragment demo-b", "Defragment demo-c", "Defragment demo-a", "Disarm");
        assertThat(world.seen().status().space().ended()).isNotNull();
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

    private static World sized(World world, long bytes, long inUse) {
        return world.answers(each -> Answers.sized(each, bytes, inUse, 100));
    }

    private static World full(long bytes, long inUse) {
        return sized(formed("a", "b", "c"), bytes, inUse).alarms("memberID:97 alarm:NOSPACE ");
    }

    private static World begun(long bytes, long inUse) {
        return full(bytes, inUse).status(each -> each.withSpace(new SpaceStatus(NOW.toString(), null, null, null)));
    }

    private static UnaryOperator<EtcdClusterStatus> ended(long secondsAgo) {
        Instant then = NOW.minusSeconds(secondsAgo);
        return each -> each.withSpace(new SpaceStatus(then.toString(), null, then.toString(), "done"));
    }
}
