// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import static dev.cairn.operator.testkit.World.CLUSTER_ID;
import static dev.cairn.operator.testkit.World.NOW;
import static dev.cairn.operator.testkit.World.empty;
import static dev.cairn.operator.testkit.World.formed;
import static dev.cairn.operator.testkit.World.initialCluster;
import static dev.cairn.operator.testkit.World.template;
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

/** What pods are made from, and when one is made anew. */
class TemplatePlanTest {
    private static final String OLD = "replicas: 3\nimage: old:1";
    private static final String NEW = "replicas: 3\nimage: new:2";
    private static final ClusterPlanner PLANNER = new ClusterPlanner(World.ADDRESSES, Duration.ofMinutes(10));

    private record Line(String situation, World world, String expected) {}

    private static Line line(String situation, World world, String expected) {
        return new Line(situation, world, expected);
    }

    @TestFactory
    Stream<DynamicTest> whatAPodIsMadeFrom() {
        return run(
                line("the seed: what is asked for", empty().seedVolume("a").spec(NEW), "CreatePod a new:2"),
                line(
                        "a lost pod, an edited specification: what the cluster runs with",
                        runsOld("a", "b", "c").spec(NEW).noPod("b"),
                        "CreatePod b old:1"),
                line(
                        "a lost pod, another default image: what the cluster runs with",
                        runsOld("a", "b", "c").spec("replicas: 3").noPod("b"),
                        "CreatePod b old:1"),
                line(
                        "all pods are lost: likewise",
                        runsOld("a").since("a", NOW).withoutQuorum().spec(NEW).noPod("a"),
                        "CreatePod a old:1"),
                line(
                        "a learner: likewise",
                        runsOld("a").spec(NEW).addedLearner("b").volume("b", CLUSTER_ID),
                        "CreatePod b old:1"),
                line(
                        "volumes were adopted and nothing has ever worked: what is asked for",
                        empty().status(each -> each.withClusterId(CLUSTER_ID).withTemplate(template(OLD)))
                                .volume("a", CLUSTER_ID)
                                .spec(NEW),
                        "CreatePod a new:2"),
                line(
                        "nothing was recorded by an earlier operator: the image of the other pods",
                        formed("a", "b", "c")
                                .pod("a", pod -> Pods.madeFrom(pod, OLD, "", NOW))
                                .pod("c", pod -> Pods.madeFrom(pod, OLD, "", NOW))
                                .spec(NEW)
                                .noPod("b"),
                        "CreatePod b old:1"),
                line(
                        "one whose pod never worked, after the specification was edited",
                        runsOld("a", "b", "c").spec(NEW).noPod("b").volumeAsks("b", NEW),
                        "CreatePod b new:2"),
                line(
                        "the specification was edited again: that one is not tried any more",
                        runsOld("a", "b", "c").spec(NEW).noPod("b").volumeAsks("b", "replicas: 3\nimage: bad:3"),
                        "CreatePod b old:1"));
    }

    @TestFactory
    Stream<DynamicTest> whatIsMadeAnew() {
        return run(
                line(
                        "a seed that never worked, the specification edited",
                        empty().seedVolume("a").spec(NEW).pod("a", pod -> neverReady(pod, OLD, OLD)),
                        "RemakePod a"),
                line(
                        "a seed that never worked, nothing edited",
                        empty().seedVolume("a").spec(NEW).pod("a", pod -> neverReady(pod, NEW, NEW)),
                        "Hold a"),
                line(
                        "a voter's pod that never worked is the rollout's",
                        runsOld("a", "b", "c").silent("b").spec(NEW).pod("b", pod -> neverReady(pod, OLD, OLD)),
                        "StartRollout"),
                line(
                        "no quorum, a pod was made from the record: it is given time",
                        runsOld("a", "b", "c").withoutQuorum().spec(NEW).pod("b", pod -> neverReady(pod, OLD, NEW)),
                        "Hold"),
                line(
                        "it is in trouble, and not for long",
                        runsOld("a", "b", "c")
                                .withoutQuorum()
                                .spec(NEW)
                                .pod("b", pod -> inTrouble(pod, OLD, NEW, Duration.ofSeconds(119))),
                        "Hold"),
                line(
                        "it is stuck with what the others run with: what is asked for is tried",
                        runsOld("a", "b", "c")
                                .withoutQuorum()
                                .spec(NEW)
                                .pod("b", pod -> inTrouble(pod, OLD, NEW, Duration.ofSeconds(120))),
                        "RemakePod b"),
                line(
                        "it is stuck, and nothing else is asked for",
                        runsOld("a", "b", "c")
                                .silent("b")
                                .spec(OLD)
                                .pod("b", pod -> inTrouble(pod, OLD, OLD, Duration.ofHours(1))),
                        "Hold b"),
                line(
                        "a learner that never started, the specification edited",
                        runsOld("a")
                                .addedLearner("b")
                                .volume("b", CLUSTER_ID)
                                .spec(NEW)
                                .pod(
                                        "b",
                                        pod -> Pods.withRole(
                                                Pods.madeWith(neverReady(pod, OLD, OLD), initialCluster("a", "b")),
                                                "learner",
                                                false)),
                        "RemakePod b"));
    }

    @TestFactory
    Stream<DynamicTest> whatStays() {
        return run(
                line(
                        "no quorum: a pod of an earlier operator that noted nothing stays",
                        runsOld("a", "b", "c").withoutQuorum().spec(NEW).pod("b", pod -> neverReady(pod, OLD, "")),
                        "Hold"),
                line(
                        "no quorum, one pod never worked, the specification edited",
                        runsOld("a", "b", "c").withoutQuorum().spec(NEW).pod("b", pod -> neverReady(pod, OLD, OLD)),
                        "RemakePod b"),
                line(
                        "the edited specification cannot be read: nothing is made anew for it",
                        runsOld("a", "b", "c")
                                .silent("b")
                                .unreadable("spec.storage.size is big")
                                .spec(NEW)
                                .pod("b", pod -> neverReady(pod, OLD, OLD)),
                        "Hold b"));
    }

    @Test
    void aProblemOfTheSpecificationStopsNoRepair() {
        var problems = List.of(new Problem(HoldReason.SPEC_INVALID, "spec.storage.size is big"));
        assertThat(told(PLANNER.plan(
                        formed("a", "b", "c").noPod("b").certified().seen(), problems)))
                .isEqualTo("CreatePod b etcd-node:1");
        assertThat(told(PLANNER.plan(
                        formed("a", "b", "c")
                                .silent("b")
                                .noPod("b")
                                .noVolume("b")
                                .seen(),
                        problems)))
                .isEqualTo("RemoveMember b");
        assertThat(told(PLANNER.plan(
                        formed("a", "b", "c")
                                .withoutQuorum()
                                .noPod("b")
                                .certified()
                                .seen(),
                        problems)))
                .isEqualTo("CreatePod b etcd-node:1");
        assertThat(PLANNER.plan(
                        formed("a", "b", "c").withoutQuorum().certified().seen(), problems))
                .isInstanceOfSatisfying(Step.Hold.class, hold -> {
                    assertThat(hold.reason()).isEqualTo(HoldReason.QUORUM_LOST);
                    assertThat(hold.message()).contains("spec.storage.size is big");
                });
        assertThat(PLANNER.plan(formed("a").certified().seen(), problems))
                .isInstanceOfSatisfying(
                        Step.Hold.class, hold -> assertThat(hold.reason()).isEqualTo(HoldReason.SPEC_INVALID));
        assertThat(PLANNER.plan(empty().certified().seen(), problems))
                .isInstanceOfSatisfying(
                        Step.Hold.class, hold -> assertThat(hold.reason()).isEqualTo(HoldReason.SPEC_INVALID));
    }

    @Test
    void aMissingCertificateIsNoLostQuorum() {
        assertThat(PLANNER.plan(formed("a", "b", "c").withoutIdentity().seen(), List.of()))
                .isInstanceOfSatisfying(
                        Step.Hold.class,
                        hold -> assertThat(hold.reason()).isEqualTo(HoldReason.CLIENT_CERTIFICATE_MISSING));
    }

    private static World runsOld(String... members) {
        return formed(members).status(each -> each.withTemplate(template(OLD)));
    }

    private static ObservedPod neverReady(ObservedPod pod, String applied, String asked) {
        return Pods.madeFrom(Pods.unready(pod, ObservedPod.Phase.PENDING, ""), applied, asked, NOW);
    }

    private static ObservedPod inTrouble(ObservedPod pod, String applied, String asked, Duration age) {
        return Pods.madeFrom(
                Pods.unready(pod, ObservedPod.Phase.PENDING, "etcd: ImagePullBackOff"), applied, asked, NOW.minus(age));
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
        return step.name()
                + member
                + (step instanceof Step.CreatePod pod ? " " + pod.template().image() : "");
    }
}
