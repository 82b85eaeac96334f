// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.recovery.plan;

import static dev.cairn.operator.testkit.World.CLUSTER_ID;
import static dev.cairn.operator.testkit.World.NOW;
import static dev.cairn.operator.testkit.World.formed;
import static dev.cairn.operator.testkit.World.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.crds.cluster.EtcdClusterStatus;
import dev.cairn.crds.cluster.status.MemberRole;
import dev.cairn.crds.cluster.status.MemberStatus;
import dev.cairn.crds.cluster.status.RevisionMark;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.testkit.World;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the operator does by itself when the volumes of two of three members are gone; a has revision 100. */
class AutomaticPlanTest {
    private static final RecoveryPlanner PLANNER = new RecoveryPlanner(World.ADDRESSES, Duration.ofMinutes(10));
    private static final String ALLOWED =
            "replicas: 3\nrepair: {quorumLoss: {after: 10m, maxLostRevisions: 5, backupRef: {name: daily}}}";

    @TestFactory
    Stream<DynamicTest> steps() {
        return Stream.of(
                        line("it is not allowed", lost(100).spec("replicas: 3"), 600, "Hold QuorumLost"),
                        line("it has not lasted", lost(100).spec(ALLOWED), 599, "Hold QuorumLost"),
                        line("it has lasted", lost(100).spec(ALLOWED), 600, "RecoveryBegan"),
                        line("so much may be lost", lost(105).spec(ALLOWED), 600, "RecoveryBegan"),
                        line("more may not", lost(106).spec(ALLOWED), 600, "Hold QuorumLost"),
                        line("paused", lost(100).spec(ALLOWED + "\npaused: true"), 600, "Hold Paused"),
                        line(
                                "one more has its volume: a quorum may come back",
                                lost(100).voter("b").withoutQuorum().spec(ALLOWED),
                                600,
                                "Hold QuorumLost"),
                        line("who is left does not answer", silent().spec(ALLOWED), 600, "Hold QuorumLost"),
                        line(
                                "a quorum answers",
                                noted(formed("a", "b", "c"), 100).spec(ALLOWED),
                                600,
                                "Rest"),
                        line("all are gone", gone().spec(ALLOWED), 600, "RequestRestore"),
                        line(
                                "all are gone, and no backup is named",
                                gone().spec("replicas: 3\nrepair: {quorumLoss: {maxLostRevisions: 5}}"),
                                600,
                                "Hold DataLost"))
                .map(line -> DynamicTest.dynamicTest(line.situation(), () -> {
                    Step step = PLANNER.plan(
                            line.world()
                                    .later(Duration.ofSeconds(line.seconds()))
                                    .seen(),
                            List.of());
                    assertThat(
                                    step instanceof Step.Hold hold
                                            ? "Hold " + hold.reason().word()
                                            : step.name())
                            .isEqualTo(line.expected());
                }));
    }

    @Test
    void theChoiceAndTheLossAreWrittenBeforeAnythingIsTouched() {
        var step = (Step.NoteRecovery) PLANNER.plan(
                lost(103).spec(ALLOWED).later(Duration.ofMinutes(10)).seen(), List.of());
        assertThat(step.recovery().member()).isEqualTo(name("a"));
        assertThat(step.recovery().survivor().revision()).isEqualTo(100);
        assertThat(step.recovery().knownRevision()).isEqualTo(103);
        assertThat(step.recovery().restoreUid()).isNull();
        assertThat(step.message()).contains("loses 3 revisions");
    }

    private record Line(String situation, World world, long seconds, String expected) {}

    private static Line line(String situation, World world, long seconds, String expected) {
        return new Line(situation, world, seconds, expected);
    }

    private static World lost(long known) {
        return noted(formed("a").withoutQuorum().survives("a", 2, 100), known);
    }

    private static World silent() {
        return noted(formed("a").withoutQuorum(), 100);
    }

    private static World gone() {
        return noted(formed().withoutQuorum().certified(), 100);
    }

    /** The status knows three voters, this revision, and that no quorum is ready since now. */
    private static World noted(World world, long known) {
        var condition = new ConditionBuilder()
                .withType("Available")
                .withStatus("False")
                .withLastTransitionTime(NOW.toString())
                .build();
        return world.status(each -> new EtcdClusterStatus(
                null,
                List.of(condition),
                CLUSTER_ID,
                null,
                null,
                null,
                Stream.of("a", "b", "c").map(AutomaticPlanTest::voter).toList(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                new RevisionMark(known, NOW.toString())));
    }

    private static MemberStatus voter(String letter) {
        return new MemberStatus(name(letter), letter, MemberRole.VOTER, false, null, null, null, null, null, null);
    }
}
