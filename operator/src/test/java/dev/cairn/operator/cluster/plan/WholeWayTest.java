// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.operator.testkit.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One step after the other, each with its effect, until nothing is left to do. */
class WholeWayTest {
    private static final ClusterPlanner PLANNER = new ClusterPlanner(World.ADDRESSES, Duration.ofMinutes(10));
    private static final int STEPS_MAX = 100;

    @Test
    void fromNothingToTwoVoters() {
        World world = World.empty()
                .spec("replicas: 2")
                .lacking("demo-peers")
                .lacking("demo-client")
                .lacking("demo-voters");
        assertThat(walk(world, "a", "b"))
                .containsExactly(
                        "CreateVolume demo-a",
                        "ApplyPeerService",
                        "ApplyClientService",
                        "CreateAuthority",
                        "PublishAuthority",
                        "IssueCertificate",
                        "IssueCertificate",
                        "IssueCertificate demo-a",
                        "CreatePod demo-a",
                        "LatchClusterId",
                        "MarkVolume demo-a",
                        "AddLearner demo-b",
                        "CreateVolume demo-b",
                        "ApplyDisruptionBudget",
                        "IssueCertificate demo-b",
                        "CreatePod demo-b",
                        "PromoteLearner demo-b",
                        "LabelPod demo-b",
                        "ApplyDisruptionBudget");
    }

    @Test
    void fromTwoVotersToOne() {
        World world = World.formed("a", "b").certified().asItIs().spec("replicas: 1");
        assertThat(walk(world))
                .containsExactly(
                        "RemoveMember demo-b",
                        "DeletePod demo-b",
                        "DeleteVolume demo-b",
                        "ApplyDisruptionBudget",
                        "DeleteCertificate demo-b");
    }

    @Test
    void anotherImageThroughThreeMembers() {
        World world = RollingWorlds.runs("replicas: 3\nimage: old:1", "a", "b", "c")
                .certified()
                .asItIs()
                .spec("replicas: 3\nimage: new:2");
        assertThat(walk(world))
                .containsExactly(
                        "StartRollout",
                        "RollMember demo-b",
                        "CreatePod demo-b",
                        "ConfirmMember demo-b",
                        "RollMember demo-c",
                        "CreatePod demo-c",
                        "ConfirmMember demo-c",
                        "MoveLeader demo-a",
                        "RollMember demo-a",
                        "CreatePod demo-a",
                        "ConfirmMember demo-a",
                        "FinishRollout");
        assertThat(world.seen().status().template().image()).isEqualTo("new:2");
        assertThat(world.seen().status().rollout().updated()).isEqualTo(3);
    }

    private static List<String> walk(World world, String... fresh) {
        var names = new ArrayList<>(List.of(fresh));
        var steps = new ArrayList<String>();
        while (true) {
            world.fresh(names.isEmpty() ? "none" : names.getFirst());
            Step step = PLANNER.plan(world.seen(), List.of());
            if (!(step instanceof Step.Mutation mutation)) {
                assertThat(step).isInstanceOf(Step.Rest.class);
                return steps;
            }
            steps.add(step.name() + step.member().map(each -> " " + each).orElse(""));
            assertThat(steps).hasSizeLessThan(STEPS_MAX);
            if (step.member().isPresent()
                    && !names.isEmpty()
                    && step.member().get().equals(World.name(names.getFirst()))) {
                names.removeFirst();
            }
            world.after(mutation);
        }
    }
}
