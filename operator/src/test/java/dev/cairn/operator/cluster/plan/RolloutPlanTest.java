// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import static dev.cairn.operator.cluster.plan.RollingWorlds.NEW;
import static dev.cairn.operator.cluster.plan.RollingWorlds.OLD;
import static dev.cairn.operator.cluster.plan.RollingWorlds.PLANNER;
import static dev.cairn.operator.cluster.plan.RollingWorlds.THIRD;
import static dev.cairn.operator.cluster.plan.RollingWorlds.begun;
import static dev.cairn.operator.cluster.plan.RollingWorlds.defaulted;
import static dev.cairn.operator.cluster.plan.RollingWorlds.down;
import static dev.cairn.operator.cluster.plan.RollingWorlds.lastIs;
import static dev.cairn.operator.cluster.plan.RollingWorlds.line;
import static dev.cairn.operator.cluster.plan.RollingWorlds.made;
import static dev.cairn.operator.cluster.plan.RollingWorlds.record;
import static dev.cairn.operator.cluster.plan.RollingWorlds.restarted;
import static dev.cairn.operator.cluster.plan.RollingWorlds.run;
import static dev.cairn.operator.cluster.plan.RollingWorlds.runs;
import static dev.cairn.operator.cluster.plan.RollingWorlds.told;
import static dev.cairn.operator.cluster.plan.RollingWorlds.turn;
import static dev.cairn.operator.cluster.plan.RollingWorlds.versions;
import static dev.cairn.operator.testkit.World.NOW;
import static dev.cairn.operator.testkit.World.formed;
import static dev.cairn.operator.testkit.World.id;
import static dev.cairn.operator.testkit.World.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.crds.cluster.status.StepStatus;
import dev.cairn.operator.cluster.observe.MemberCheck;
import dev.cairn.operator.testkit.Answers;
import dev.cairn.operator.testkit.Pods;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A change on its way through the members: one line per situation. Member a leads, unless told otherwise. */
class RolloutPlanTest {
    @TestFactory
    Stream<DynamicTest> whatBeginsOne() {
        return run(
                line("nothing is changed", runs(OLD, "a", "b", "c").spec(OLD), "Rest"),
                line("the image", runs(OLD, "a", "b", "c").spec(NEW), "StartRollout new"),
                line(
                        "the version",
                        runs("replicas: 3", "a", "b", "c").spec("replicas: 3\nversion: 0.2.0"),
                        "StartRollout"),
                line(
                        "the resources",
                        runs(OLD, "a", "b", "c").spec(OLD + "\nresources:\n  requests:\n    cpu: 2"),
                        "StartRollout"),
                line(
                        "settings of etcd",
                        runs(OLD, "a", "b", "c").spec(OLD + "\nconfig:\n  snapshotCount: 7"),
                        "StartRollout"),
                line(
                        "the placement",
                        runs(OLD, "a", "b", "c").spec(OLD + "\nscheduling:\n  nodeSelector:\n    disk: ssd"),
                        "StartRollout"),
                line(
                        "labels of pods",
                        runs(OLD, "a", "b", "c").spec(OLD + "\npodTemplate:\n  labels:\n    team: a"),
                        "StartRollout"),
                line(
                        "a restart was asked for",
                        runs(OLD, "a", "b", "c").spec(OLD).restart("1"),
                        "StartRollout"),
                line(
                        "that restart has been made",
                        runs(restarted("1"), "a", "b", "c").spec(OLD).restart("1"),
                        "Rest"),
                line(
                        "the annotation that asked for it is taken away",
                        runs(restarted("1"), "a").spec("replicas: 1\nimage: old:1"),
                        "Rest"),
                line(
                        "one member was never brought there",
                        runs(OLD, "a", "b", "c").spec(OLD).pod("c", pod -> made(pod, NEW)),
                        "StartRollout old"));
    }

    @TestFactory
    Stream<DynamicTest> whatBeginsNone() {
        return run(
                line(
                        "another operator, whose default image is another",
                        runs(defaulted("etcd-node:0", ""), "a", "b", "c"),
                        "Rest"),
                line(
                        "another operator, which keeps its images elsewhere",
                        runs(defaulted("elsewhere/etcd-node:3.7.1", "3.7.1"), "a")
                                .spec("replicas: 1\nversion: 3.7.1"),
                        "Rest"),
                line(
                        "an earlier operator recorded no more than the image",
                        runs(defaulted("etcd-node:0", null), "a", "b", "c"),
                        "Rest"),
                line(
                        "pods of an operator that noted nothing of what they are made from",
                        formed("a", "b", "c"),
                        "Rest"),
                line(
                        "pods with what an earlier operator put into them, and may stay",
                        runs(OLD, "a", "b", "c").spec(OLD).pod("b", pod -> Pods.withLayout(pod, 1)),
                        "Rest"),
                line(
                        "members are to be added: that is first",
                        runs(OLD, "a", "b").spec(NEW),
                        "AddLearner new"),
                line(
                        "members are to leave: that is first",
                        runs(OLD, "a", "b", "c").spec("replicas: 1\nimage: new:2"),
                        "RemoveMember c"),
                line(
                        "a learner is under way",
                        runs(OLD, "a", "b").startedLearner("c").spec(NEW),
                        "PromoteLearner c"),
                line(
                        "a stranger is a member",
                        runs(OLD, "a", "b", "c").foreignVoter().spec(NEW),
                        "Hold ForeignMember"),
                line(
                        "a pod is lost: it comes back first",
                        runs(OLD, "a", "b", "c").noPod("b").spec(NEW),
                        "CreatePod b old"),
                line(
                        "the specification cannot be read",
                        runs(OLD, "a", "b", "c")
                                .unreadable("spec.storage.size is big")
                                .spec(NEW),
                        "Rest"));
    }

    @Test
    void aPodThatMustNotStayAsAnEarlierOperatorMadeItIsOutdated() {
        Step step = PLANNER.plan(
                runs(OLD, "a", "b", "c")
                        .spec(OLD)
                        .pod("b", pod -> Pods.withLayout(pod, 0))
                        .certified()
                        .seen(),
                List.of());
        assertThat(told(step)).isEqualTo("StartRollout old");
    }

    @TestFactory
    Stream<DynamicTest> whoseTurnItIs() {
        return run(
                line("a follower, not the leader", begun("a", "b", "c"), "RollMember b new"),
                line(
                        "who does not serve, before all others",
                        begun("a", "b", "c").silent("c").pod("c", pod -> down(pod, OLD)),
                        "RollMember c new"),
                line(
                        "who does not serve, be it the leader before it went",
                        begun("a", "b", "c").silent("a").pod("a", pod -> down(pod, OLD)),
                        "RollMember a new"),
                line(
                        "who answers and is not ready, and whose vote is needed: nobody's",
                        begun("a", "b", "c")
                                .silent("c")
                                .pod("c", pod -> down(pod, NEW))
                                .pod("b", pod -> down(pod, OLD)),
                        "Hold b MemberNotReady"),
                line(
                        "an updated member is not ready: nobody's",
                        begun("a", "b", "c").silent("c").pod("c", pod -> down(pod, NEW)),
                        "Hold c MemberNotReady"),
                line("the other follower", begun("a", "b", "c").pod("b", pod -> made(pod, NEW)), "RollMember c new"),
                line("the leader, last: it hands over", lastIs("a"), "MoveLeader a"),
                line(
                        "the leader does not get rid of its leadership",
                        lastIs("a")
                                .status(each -> each.withCurrentStep(
                                        new StepStatus("MoveLeader", name("a"), "", NOW.toString(), 5))),
                        "RollMember a new"),
                line(
                        "it has handed over",
                        lastIs("a").answers(each -> Answers.ledBy(each, id("b"))),
                        "RollMember a new"),
                line("the only member", begun("a").spec("replicas: 1\nimage: new:2"), "RollMember a new"),
                line("one of two", begun("a", "b").spec("replicas: 2\nimage: new:2"), "RollMember b new"),
                line(
                        "nobody's any more",
                        begun("a", "b", "c")
                                .pod("a", pod -> made(pod, NEW))
                                .pod("b", pod -> made(pod, NEW))
                                .pod("c", pod -> made(pod, NEW)),
                        "FinishRollout"),
                line("a lost member is replaced first", begun("a", "b", "c").without("c"), "AddLearner new"),
                line(
                        "replicas rise meanwhile: they wait",
                        begun("a", "b", "c").spec("replicas: 5\nimage: new:2"),
                        "RollMember b new"),
                line(
                        "the specification is edited meanwhile: it waits",
                        begun("a", "b", "c").spec(THIRD),
                        "RollMember b new"));
    }

    @TestFactory
    Stream<DynamicTest> whenTheNextOneMayGo() {
        return run(
                line(
                        "its pod is being deleted",
                        turn(NEW, "b", 1).pod("b", Pods::terminating),
                        "Hold b MemberUpdating"),
                line(
                        "its earlier pod is being deleted",
                        turn(OLD, "b", 1)
                                .status(each -> each.withRollout(record(NEW).withMember(name("b"), NOW.toString())))
                                .pod("b", Pods::terminating),
                        "Hold b MemberUpdating"),
                line("its pod is gone", turn(NEW, "b", 1).noPod("b").volumeAsks("b", NEW), "CreatePod b new"),
                line(
                        "its pod is not ready",
                        turn(NEW, "b", 1).silent("b").pod("b", pod -> down(pod, NEW)),
                        "Hold b MemberUpdating"),
                line("it does not answer", turn(NEW, "b", 1).silent("b"), "Hold b MemberUpdating"),
                line(
                        "it has much of the log to apply",
                        turn(NEW, "b", 1).answers("a", each -> Answers.applied(each, 5000)),
                        "Hold b MemberUpdating"),
                line(
                        "its keys could not be compared",
                        turn(NEW, "b", 1).checked("b", MemberCheck.Data.UNKNOWN),
                        "Hold b MemberUpdating"),
                line(
                        "another one was checked",
                        turn(NEW, "b", 1).checked("c", MemberCheck.Data.SAME),
                        "Hold b MemberUpdating"),
                line(
                        "its keys are not the others'",
                        turn(NEW, "b", 1).checked("b", MemberCheck.Data.DIFFERS),
                        "HaltRollout b DataDiffers"),
                line(
                        "it came back two minor versions above the others",
                        turn(NEW, "b", 1).answers("b", each -> Answers.ofVersion(each, "3.9.0")),
                        "Hold b MemberUpdating"),
                line("it is what it was before", turn(NEW, "b", 1), "ConfirmMember b"),
                line(
                        "likewise, and the operator may not ask for hashes",
                        turn(NEW, "b", 1).checked("b", MemberCheck.Data.FORBIDDEN),
                        "ConfirmMember b"),
                line(
                        "likewise, with nobody to compare with",
                        turn(NEW, "b", 1).checked("b", MemberCheck.Data.ALONE),
                        "ConfirmMember b"),
                line(
                        "its turn was announced, and the operator ended before its pod was deleted",
                        begun("a", "b", "c")
                                .status(each -> each.withRollout(each.rollout().withMember(name("b"), NOW.toString()))),
                        "RollMember b new"),
                line(
                        "likewise, and another is down by now",
                        begun("a", "b", "c")
                                .status(each -> each.withRollout(each.rollout().withMember(name("b"), NOW.toString())))
                                .silent("c")
                                .pod("c", pod -> down(pod, NEW)),
                        "Hold c MemberNotReady"));
    }

    @TestFactory
    Stream<DynamicTest> otherVersions() {
        return run(
                line("another patch level", versions("3.7.1", "3.7.9"), "StartRollout"),
                line("the next minor version", versions("3.6.4", "3.7.1"), "StartRollout"),
                line("two minor versions up", versions("3.5.21", "3.7.1"), "Hold VersionOutOfReach"),
                line("one down: the cluster is told first", versions("3.7.1", "3.6.4"), "EnableDowngrade"),
                line(
                        "one down, and the cluster knows",
                        versions("3.7.1", "3.6.4").answers(each -> Answers.downgrades(each, "3.6.0")),
                        "StartRollout"),
                line("two down", versions("3.7.1", "v3.5.21"), "Hold VersionOutOfReach"),
                line(
                        "the cluster was told to go down, and is to stay",
                        versions("3.7.1", "3.7.2").answers(each -> Answers.downgrades(each, "3.6.0")),
                        "CancelDowngrade"),
                line("a tag that is no version of etcd's", versions("3.7.1", "0.2.0"), "StartRollout"),
                line("a tag that is no version", versions("3.7.1", "latest"), "StartRollout"));
    }
}
