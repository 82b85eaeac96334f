// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import static dev.cairn.operator.testkit.World.CLUSTER_ID;
import static dev.cairn.operator.testkit.World.NOW;
import static dev.cairn.operator.testkit.World.empty;
import static dev.cairn.operator.testkit.World.formed;
import static dev.cairn.operator.testkit.World.initialCluster;
import static dev.cairn.operator.testkit.World.name;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.operator.cluster.observe.ObservedPod;
import dev.cairn.operator.cluster.reason.HoldReason;
import dev.cairn.operator.cluster.validate.Problem;
import dev.cairn.operator.testkit.Pods;
import dev.cairn.operator.testkit.World;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** One line per situation: what is seen, and the one step that follows. */
class ClusterPlannerTest {
    private static final Duration START_LIMIT = Duration.ofMinutes(10);
    private static final ClusterPlanner PLANNER = new ClusterPlanner(World.ADDRESSES, START_LIMIT);

    /** {@code expected} is the step's name, its member's letter if it has one, and a hold's reason. */
    private record Line(String situation, World world, String expected) {}

    private static Line line(String situation, World world, String expected) {
        return new Line(situation, world, expected);
    }

    @TestFactory
    Stream<DynamicTest> beginning() {
        return run(
                line("nothing is here", empty(), "CreateVolume new"),
                line("a seed was announced and not made", empty().intent("CreateVolume", name("a")), "CreateVolume a"),
                line("the seed has its volume", empty().seedVolume("a"), "CreatePod a"),
                line("the seed starts", empty().seedVolume("a").pod("a", pod -> pod), "Hold a Bootstrapping"),
                line(
                        "the seed's pod was evicted",
                        empty().seedVolume("a").pod("a", pod -> Pods.unready(pod, ObservedPod.Phase.ENDED, "Evicted")),
                        "DeletePod a"),
                line(
                        "the seed's volume is deleted at once",
                        empty().seedVolume("a").volumeDeleted("a"),
                        "Hold EarlierClusterTerminating"),
                line("the seed answers", formed("a").status(status -> status.withClusterId(null)), "LatchClusterId"),
                line("the seed's volume is not marked yet", formed("a").seedVolume("a"), "MarkVolume a"),
                line("formed, one of three", formed("a"), "AddLearner new"));
    }

    @TestFactory
    Stream<DynamicTest> beginningWhileAnEarlierClusterGoes() {
        return run(
                line(
                        "its volumes are being deleted: they are nobody's data",
                        empty().volume("a", CLUSTER_ID)
                                .volumeDeleted("a")
                                .volume("b", CLUSTER_ID)
                                .volumeDeleted("b"),
                        "Hold EarlierClusterTerminating"),
                line(
                        "one of its volumes is being deleted, one stays",
                        empty().volume("a", CLUSTER_ID).volumeDeleted("a").volume("b", CLUSTER_ID),
                        "Hold EarlierClusterTerminating"),
                line("the one that stays is adopted then", empty().volume("b", CLUSTER_ID), "LatchClusterId"),
                line("its pod is still here", empty().earlierPod("a"), "Hold EarlierClusterTerminating"),
                line(
                        "its pod is still here, its volume stays",
                        empty().volume("a", CLUSTER_ID).earlierPod("a"),
                        "Hold EarlierClusterTerminating"),
                line(
                        "a seed of its own waits as well",
                        empty().seedVolume("b").earlierPod("a"),
                        "Hold EarlierClusterTerminating"),
                line("everything of it is gone", empty(), "CreateVolume new"),
                line(
                        "a formed cluster: a volume that is being deleted is no survivor",
                        formed("a").withoutQuorum().noPod("a").volumeDeleted("a"),
                        "Hold DataLost"));
    }

    @TestFactory
    Stream<DynamicTest> growing() {
        String joined = initialCluster("a", "b");
        return run(
                line(
                        "a learner is announced and not added",
                        formed("a").intent("AddLearner", name("b")),
                        "AddLearner b"),
                line(
                        "a learner was announced, added and given up",
                        formed("a").intent("RemoveMember", name("b")),
                        "AddLearner new"),
                line("a learner is added", formed("a").addedLearner("b"), "CreateVolume b"),
                line("it has a volume", formed("a").addedLearner("b").volume("b", CLUSTER_ID), "CreatePod b"),
                line(
                        "it has a pod",
                        formed("a").addedLearner("b").volume("b", CLUSTER_ID).pod("b", pod -> starting(pod, joined)),
                        "Hold b LearnerStarting"),
                line(
                        "its pod knows other members than there are",
                        formed("a", "c")
                                .addedLearner("b")
                                .volume("b", CLUSTER_ID)
                                .pod("b", pod -> starting(pod, joined)),
                        "DeletePod b"),
                line(
                        "it does not start in time",
                        formed("a")
                                .addedLearner("b")
                                .volume("b", CLUSTER_ID)
                                .pod("b", pod -> starting(pod, joined))
                                .since("b", NOW.minus(START_LIMIT)),
                        "RemoveMember b"),
                line(
                        "it cannot even get a volume in time",
                        formed("a").addedLearner("b").since("b", NOW.minus(START_LIMIT)),
                        "RemoveMember b"),
                line(
                        "its volume is deleted before it starts",
                        formed("a").addedLearner("b").volume("b", CLUSTER_ID).volumeDeleted("b"),
                        "RemoveMember b"),
                line("it runs", formed("a").startedLearner("b"), "PromoteLearner b"),
                line(
                        "it runs and long took to",
                        formed("a").startedLearner("b").since("b", NOW.minus(START_LIMIT)),
                        "PromoteLearner b"),
                line(
                        "its vote would cost the quorum",
                        formed("a", "c").silent("c").startedLearner("b").silent("b"),
                        "Hold b QuorumAtRisk"),
                line(
                        "it votes and is labelled a learner",
                        formed("a", "b").pod("b", pod -> Pods.withRole(pod, "learner", false)),
                        "LabelPod b"),
                line(
                        "replicas fall while a learner is under way: it is finished first",
                        formed("a").startedLearner("b").spec("replicas: 1"),
                        "PromoteLearner b"),
                line("all are here", formed("a", "b", "c"), "Rest"));
    }

    @TestFactory
    Stream<DynamicTest> shrinking() {
        return run(
                line(
                        "one too many: the newest follower leaves",
                        formed("a", "b", "c").spec("replicas: 2"),
                        "RemoveMember c"),
                line(
                        "the leader is the newest: another leaves",
                        formed("c", "a", "b").spec("replicas: 2"),
                        "RemoveMember b"),
                line(
                        "one is broken: it is the one that leaves",
                        formed("a", "b", "c")
                                .silent("b")
                                .pod("b", pod -> Pods.unready(pod, ObservedPod.Phase.RUNNING, "CrashLoopBackOff"))
                                .spec("replicas: 2"),
                        "RemoveMember b"),
                line("a member left, its pod is here", formed("a", "b", "c").pod("d", pod -> pod), "DeletePod d"),
                line(
                        "a member left, its volume is here",
                        formed("a", "b", "c").volume("d", CLUSTER_ID),
                        "DeleteVolume d"),
                line(
                        "a volume of another cluster is nobody's to delete",
                        formed("a", "b", "c").volume("d", "ee"),
                        "Rest"));
    }

    @TestFactory
    Stream<DynamicTest> repairing() {
        return run(
                line("a pod is gone", formed("a", "b", "c").noPod("a"), "CreatePod a"),
                line("a pod was evicted", formed("a", "b", "c").pod("b", ClusterPlannerTest::evicted), "DeletePod b"),
                line(
                        "pod and volume are gone",
                        formed("a", "b", "c").silent("b").noPod("b").noVolume("b"),
                        "RemoveMember b"),
                line(
                        "pod gone, volume being deleted",
                        formed("a", "b", "c").silent("b").noPod("b").volumeDeleted("b"),
                        "RemoveMember b"),
                line(
                        "the volume is being deleted under a running member",
                        formed("a", "b", "c").volumeDeleted("b"),
                        "RemoveMember b"),
                line(
                        "a volume is here, but another cluster's",
                        formed("a", "b", "c").silent("b").noPod("b").volume("b", "ee"),
                        "RemoveMember b"),
                line(
                        "pod and volume are gone and the quorum needs the vote",
                        formed("a", "b", "c")
                                .silent("b")
                                .noPod("b")
                                .noVolume("b")
                                .silent("c"),
                        "Hold b QuorumAtRisk"),
                line(
                        "the only member's volume is gone",
                        formed("a").spec("replicas: 1").noPod("a").noVolume("a"),
                        "Hold a DataLost"),
                line(
                        "a node is gone for a while",
                        formed("a", "b", "c").silent("b").pod("b", pod -> Pods.onNodeGone(pod, NOW.minusSeconds(299))),
                        "Hold b MemberNotReady"),
                line(
                        "a node is gone for long",
                        formed("a", "b", "c").silent("b").pod("b", pod -> Pods.onNodeGone(pod, NOW.minusSeconds(300))),
                        "RemoveMember b"),
                line(
                        "a node is gone for as long as was asked",
                        formed("a", "b", "c")
                                .spec("replicas: 3\nrepair:\n  replaceAfter: 1m30s")
                                .silent("b")
                                .pod("b", pod -> Pods.onNodeGone(pod, NOW.minusSeconds(90))),
                        "RemoveMember b"),
                line(
                        "a learner's volume is gone",
                        formed("a", "b")
                                .startedLearner("c")
                                .silent("c")
                                .noPod("c")
                                .noVolume("c"),
                        "RemoveMember c"),
                line("after a removal another joins", formed("a", "c"), "AddLearner new"),
                line(
                        "nobody new joins while a member is not ready",
                        formed("a", "c").pod("c", pod -> Pods.unready(pod, ObservedPod.Phase.RUNNING, "")),
                        "Hold c MemberNotReady"));
    }

    @TestFactory
    Stream<DynamicTest> withoutQuorum() {
        return run(
                line(
                        "all pods are gone",
                        formed("a", "b", "c")
                                .withoutQuorum()
                                .noPod("a")
                                .noPod("b")
                                .noPod("c"),
                        "CreatePod a"),
                line("one pod is gone", formed("a", "b", "c").withoutQuorum().noPod("b"), "CreatePod b"),
                line("all pods are here", formed("a", "b", "c").withoutQuorum(), "Hold QuorumLost"),
                line("nothing is left", formed().withoutQuorum(), "Hold DataLost"),
                line(
                        "an empty disk may not form a cluster again",
                        formed().withoutQuorum().seedVolume("a"),
                        "CreatePod a"),
                line("the resource is new, its volumes are not", empty().volume("a", CLUSTER_ID), "LatchClusterId"),
                line(
                        "the volumes are of several clusters",
                        empty().volume("a", CLUSTER_ID).volume("b", "ee"),
                        "Hold ForeignVolumes"));
    }

    @TestFactory
    Stream<DynamicTest> handsOff() {
        return run(
                line("paused", formed("a").spec("replicas: 3\npaused: true").noPod("a"), "Hold Paused"),
                line("members answer as another cluster", formed("a").answersAs("ee"), "Hold ClusterIdMismatch"),
                line("a stranger is a member", formed("a", "b").foreignVoter(), "Hold ForeignMember"),
                line(
                        "a stranger is a member: no pod is left over",
                        formed("a", "b", "c").foreignVoter().pod("d", pod -> pod),
                        "Hold ForeignMember"));
    }

    @Test
    void aProblemIsAPersonsToSolve() {
        Step step = PLANNER.plan(formed("a").seen(), List.of(new Problem(HoldReason.SECRET_MISSING, "no such Secret")));
        assertThat(told(step)).isEqualTo("Hold SecretMissing");
        assertThat(step.message()).isEqualTo("no such Secret");
    }

    @Test
    void onlyAClusterNeverFormedIsFormed() {
        assertThat(PLANNER.plan(empty().seedVolume("a").certified().seen(), List.of()))
                .isInstanceOfSatisfying(
                        Step.CreatePod.class, pod -> assertThat(pod.forming()).isTrue());
        assertThat(PLANNER.plan(formed("a", "b", "c").noPod("a").certified().seen(), List.of()))
                .isInstanceOfSatisfying(
                        Step.CreatePod.class, pod -> assertThat(pod.forming()).isFalse());
    }

    @Test
    void aJoiningPodIsToldOfAllMembers() {
        Step step = PLANNER.plan(
                formed("a")
                        .addedLearner("b")
                        .volume("b", CLUSTER_ID)
                        .certified()
                        .seen(),
                List.of());
        assertThat(((Step.CreatePod) step).initialCluster())
                .containsOnlyKeys(name("a"), name("b"))
                .containsEntry(name("b"), "https://demo-b.demo-peers.default.svc:2380");
    }

    private static ObservedPod starting(ObservedPod pod, String initialCluster) {
        return Pods.madeWith(
                Pods.withRole(Pods.unready(pod, ObservedPod.Phase.RUNNING, ""), "learner", false), initialCluster);
    }

    private static ObservedPod evicted(ObservedPod pod) {
        return Pods.unready(pod, ObservedPod.Phase.ENDED, "Evicted");
    }

    private static Stream<DynamicTest> run(Line... lines) {
        return Stream.of(lines)
                .map(line -> DynamicTest.dynamicTest(
                        line.situation(),
                        () -> assertThat(told(
                                        PLANNER.plan(line.world().certified().seen(), List.of())))
                                .isEqualTo(line.expected())));
    }

    private static String told(Step step) {
        String member = step.member()
                .map(each -> " " + each.substring("demo-".length()))
                .orElse("");
        String more = switch (step) {
            case Step.Hold hold -> " " + hold.reason().word();
            default -> "";
        };
        return step.name() + member + more;
    }
}
