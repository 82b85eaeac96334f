// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import static dev.cairn.operator.cluster.plan.RollingWorlds.NEW;
import static dev.cairn.operator.cluster.plan.RollingWorlds.OLD;
import static dev.cairn.operator.cluster.plan.RollingWorlds.PLANNER;
import static dev.cairn.operator.cluster.plan.RollingWorlds.THIRD;
import static dev.cairn.operator.cluster.plan.RollingWorlds.allFail;
import static dev.cairn.operator.cluster.plan.RollingWorlds.alone;
import static dev.cairn.operator.cluster.plan.RollingWorlds.down;
import static dev.cairn.operator.cluster.plan.RollingWorlds.fails;
import static dev.cairn.operator.cluster.plan.RollingWorlds.line;
import static dev.cairn.operator.cluster.plan.RollingWorlds.made;
import static dev.cairn.operator.cluster.plan.RollingWorlds.record;
import static dev.cairn.operator.cluster.plan.RollingWorlds.run;
import static dev.cairn.operator.cluster.plan.RollingWorlds.runs;
import static dev.cairn.operator.cluster.plan.RollingWorlds.stuck;
import static dev.cairn.operator.cluster.plan.RollingWorlds.told;
import static dev.cairn.operator.cluster.plan.RollingWorlds.turn;
import static dev.cairn.operator.testkit.World.NOW;
import static dev.cairn.operator.testkit.World.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.operator.cluster.observe.MemberCheck;
import dev.cairn.operator.cluster.reason.HoldReason;
import dev.cairn.operator.cluster.validate.Problem;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A change that does not work, and what becomes of it: one line per situation. Member a leads. */
class RolloutHaltPlanTest {
    @TestFactory
    Stream<DynamicTest> halting() {
        return run(
                line("there is time left", stuck(599, NEW), "Hold b MemberUpdating"),
                line("there is none left", stuck(600, NEW), "HaltRollout b DeadlineExceeded"),
                line(
                        "there is less time by the specification",
                        stuck(30, NEW + "\nrollout:\n  progressDeadline: 30s"),
                        "HaltRollout b DeadlineExceeded"),
                line("its container fails, and not for long", fails(119, NEW), "Hold b MemberUpdating"),
                line("its container fails", fails(120, NEW), "HaltRollout b PodFails"),
                line(
                        "its pod cannot even be made",
                        turn(NEW, "b", 600).silent("b").noPod("b").volumeAsks("b", NEW),
                        "HaltRollout b DeadlineExceeded"),
                line(
                        "it serves and is not through in time",
                        turn(NEW, "b", 600).checked("b", MemberCheck.Data.UNKNOWN),
                        "HaltRollout b DeadlineExceeded"),
                line(
                        "it has been replaced meanwhile",
                        turn(NEW, "b", 6000).without("b").spec(NEW),
                        "AddLearner new"),
                line("it is through, however long it took", turn(NEW, "b", 6000), "ConfirmMember b"));
    }

    @TestFactory
    Stream<DynamicTest> goingBack() {
        return run(
                line("the member goes back", stuck(600, NEW).status(RollingWorlds::halted), "RollMember b old"),
                line(
                        "its pod is gone by now",
                        turn(NEW, "b", 600).noPod("b").volumeAsks("b", NEW).status(RollingWorlds::halted),
                        "CreatePod b old"),
                line(
                        "it serves after all, and so do the others: it goes back all the same",
                        turn(NEW, "b", 600).status(RollingWorlds::halted),
                        "RollMember b old"),
                line(
                        "it serves, and another does not",
                        turn(NEW, "b", 600)
                                .silent("c")
                                .pod("c", pod -> down(pod, OLD))
                                .status(RollingWorlds::halted),
                        "Hold c MemberNotReady"),
                line(
                        "it is back: the same is not tried again",
                        turn(NEW, "b", 600).pod("b", pod -> made(pod, OLD)).status(RollingWorlds::halted),
                        "Rest"),
                line(
                        "it is back and does not get ready either: likewise",
                        fails(6000, NEW).pod("b", pod -> made(pod, OLD)).status(RollingWorlds::halted),
                        "Hold b MemberNotReady"),
                line(
                        "members that work with the target stay",
                        turn(NEW, "b", 600)
                                .pod("b", pod -> made(pod, OLD))
                                .pod("c", pod -> made(pod, NEW))
                                .status(RollingWorlds::halted),
                        "Rest"),
                line(
                        "one of them loses its pod",
                        turn(NEW, "b", 600)
                                .pod("b", pod -> made(pod, OLD))
                                .noPod("c")
                                .volumeAsks("c", NEW)
                                .status(RollingWorlds::halted),
                        "CreatePod c new"),
                line(
                        "size changes all the same",
                        turn(NEW, "b", 600)
                                .pod("b", pod -> made(pod, OLD))
                                .spec("replicas: 5\nimage: new:2")
                                .status(RollingWorlds::halted),
                        "AddLearner new"));
    }

    @TestFactory
    Stream<DynamicTest> whenWhatIsAskedIsPutRight() {
        return run(
                line("while it only starts: the target is locked", stuck(60, THIRD), "Hold b MemberUpdating"),
                line("while its container fails: at once", fails(10, THIRD), "StartRollout third"),
                line(
                        "that one is brought there first",
                        turn(THIRD, "b", 1)
                                .silent("b")
                                .pod("b", pod -> down(pod, NEW))
                                .spec(THIRD),
                        "RollMember b third"),
                line(
                        "it halted, and the member is not back yet",
                        stuck(600, THIRD).status(RollingWorlds::halted),
                        "StartRollout third"),
                line(
                        "it halted, and the member is back",
                        turn(NEW, "b", 600)
                                .pod("b", pod -> made(pod, OLD))
                                .spec(THIRD)
                                .status(RollingWorlds::halted),
                        "StartRollout third"),
                line(
                        "to what it was, before the member is back",
                        stuck(600, OLD).status(RollingWorlds::halted),
                        "StartRollout old"),
                line(
                        "to what it was, and the member is back",
                        turn(NEW, "b", 600)
                                .pod("b", pod -> made(pod, OLD))
                                .spec(OLD)
                                .status(RollingWorlds::halted),
                        "Rest"),
                line(
                        "to what it was, with one member already beyond",
                        turn(NEW, "b", 600)
                                .pod("b", pod -> made(pod, OLD))
                                .pod("c", pod -> made(pod, NEW))
                                .spec(OLD)
                                .status(RollingWorlds::halted),
                        "StartRollout old"),
                line(
                        "the same once more, by the annotation",
                        turn(NEW, "b", 600)
                                .pod("b", pod -> made(pod, OLD))
                                .restart("1")
                                .status(RollingWorlds::halted),
                        "StartRollout"));
    }

    @TestFactory
    Stream<DynamicTest> withoutAQuorum() {
        return run(
                line("the only member is being remade", alone(1), "Hold a MemberUpdating"),
                line(
                        "the only member is not made in time",
                        alone(600).pod("a", pod -> down(pod, NEW)),
                        "HaltRollout a DeadlineExceeded"),
                line(
                        "it goes back",
                        alone(600).pod("a", pod -> down(pod, NEW)).status(RollingWorlds::halted),
                        "RollMember a old"),
                line("its pod is ready and the operator does not reach it", alone(600), "Hold a MemberUpdating"),
                line(
                        "the operator has no certificate to ask with",
                        alone(600).pod("a", pod -> down(pod, NEW)).withoutIdentity(),
                        "Hold ClientCertificateMissing"),
                line("all fail, and something else is asked for", allFail().spec(NEW), "StartRollout new"),
                line(
                        "the first of them is tried with it",
                        allFail().status(each -> each.withRollout(record(NEW))).spec(NEW),
                        "RollMember a new"),
                line(
                        "it answers for itself: the next",
                        allFail()
                                .status(each -> each.withRollout(record(NEW).withMember(name("a"), NOW.toString())))
                                .pod("a", pod -> down(pod, NEW))
                                .survives("a", 2, 100)
                                .spec(NEW),
                        "RollMember b new"),
                line(
                        "it does not answer yet",
                        allFail()
                                .status(each -> each.withRollout(record(NEW).withMember(name("a"), NOW.toString())))
                                .pod("a", pod -> down(pod, NEW))
                                .spec(NEW),
                        "Hold QuorumLost"),
                line("all fail, and nothing else is asked for", allFail().spec(OLD), "Hold QuorumLost"));
    }

    @Test
    void aProblemStopsItsBeginningAndNoGoingBack() {
        var problems = List.of(new Problem(HoldReason.SPEC_INVALID, "no"));
        assertThat(told(PLANNER.plan(
                        runs(OLD, "a", "b", "c").spec(NEW).certified().seen(), problems)))
                .isEqualTo("Hold SpecInvalid");
        assertThat(told(PLANNER.plan(
                        turn(NEW, "b", 1)
                                .pod("b", pod -> down(pod, NEW))
                                .status(RollingWorlds::halted)
                                .certified()
                                .seen(),
                        problems)))
                .isEqualTo("RollMember b old");
    }
}
