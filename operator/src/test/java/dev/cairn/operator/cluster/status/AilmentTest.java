// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.status;

import static dev.cairn.operator.testkit.World.formed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.crds.cluster.EtcdClusterStatus;
import dev.cairn.crds.cluster.status.MemberStatus;
import dev.cairn.crds.cluster.status.SurvivorStatus;
import dev.cairn.operator.cluster.act.Acted;
import dev.cairn.operator.cluster.execute.Outcome;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedPod;
import dev.cairn.operator.cluster.observe.ObservedSecret;
import dev.cairn.operator.cluster.plan.ClusterPlanner;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.conditions.ConditionSet;
import dev.cairn.operator.testkit.Pods;
import dev.cairn.operator.testkit.World;
import dev.cairn.operator.tls.CertificateFacts;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is lost or broken, as the status says it. */
class AilmentTest {
    private final StatusAssembler assembler = new StatusAssembler(World.ADDRESSES);

    @TestFactory
    Stream<DynamicTest> degradedSaysWhatIsSo() {
        ObservedPod.Phase pending = ObservedPod.Phase.PENDING;
        return Stream.of(
                degraded("nothing was made yet", World.empty(), "False Forming"),
                degraded(
                        "paused before anything was made",
                        World.empty().spec("replicas: 3\npaused: true"),
                        "False Paused"),
                degraded(
                        "the seed crashes",
                        World.empty().seedVolume("a").pod("a", pod -> Pods.unready(pod, pending, "etcd: CrashLoop")),
                        "True PodsNotRunning: demo-a: etcd: CrashLoop"),
                degraded(
                        "the seed has just been made",
                        World.empty()
                                .seedVolume("a")
                                .pod("a", pod -> made(Pods.unready(pod, pending, "Unschedulable"), 5)),
                        "False Forming"),
                degraded(
                        "a learner has no image",
                        formed("a", "b")
                                .addedLearner("c")
                                .volume("c", World.CLUSTER_ID)
                                .pod("c", pod -> joining(Pods.unready(pod, pending, "etcd: ImagePullBackOff"))),
                        "True PodsNotRunning: demo-c: etcd: ImagePullBackOff"),
                degraded("a learner is on its way", formed("a", "b").addedLearner("c"), "False Resizing"),
                degraded(
                        "a voter since a moment, not ready yet",
                        formed("a", "b", "c")
                                .since("a", World.NOW.minusSeconds(900))
                                .since("c", World.NOW.minusSeconds(5))
                                .pod("c", pod -> Pods.withRole(pod, "voter", false)),
                        "False MembersStarting"),
                degraded(
                        "a voter since long, not ready",
                        formed("a", "b", "c")
                                .since("c", World.NOW.minusSeconds(900))
                                .pod("c", pod -> Pods.withRole(pod, "voter", false)),
                        "True MemberNotReady"),
                degraded(
                        "paused, and nothing runs",
                        formed("a").noPod("a").withoutQuorum().spec("replicas: 1\npaused: true"),
                        "True NoQuorum"),
                degraded(
                        "paused, and one is down",
                        formed("a", "b", "c")
                                .since("b", World.NOW.minusSeconds(900))
                                .silent("b")
                                .spec("replicas: 3\npaused: true"),
                        "True MembersNotReady: not ready: demo-b"),
                degraded(
                        "a pod is being made while no quorum answers",
                        formed("a").noPod("a").withoutQuorum(),
                        "True NoQuorum"));
    }

    @TestFactory
    Stream<DynamicTest> alarmsAndCertificatesThatEndDegrade() {
        return Stream.of(
                degraded(
                        "a member's disk quota is used up",
                        formed("a", "b", "c").alarms("memberID:98 alarm:NOSPACE ", "etcdserver: no leader"),
                        "True NoSpace: etcd has raised NOSPACE for demo-b: writes are refused until"),
                degraded(
                        "data that differs is worse than writes that are refused",
                        formed("a", "b", "c").alarms("memberID:98 alarm:NOSPACE ", "memberID:99 alarm:CORRUPT "),
                        "True CorruptUndecided: etcd has raised CORRUPT and nobody can say who is right"),
                degraded(
                        "a certificate is about to end",
                        formed("a").spec("replicas: 1").secret(ending("demo-a-tls", 6)),
                        "True CertificateEnding: the certificate that demo-a shows ends 2026-01-07T12:00:00Z"),
                degraded(
                        "a certificate has time",
                        formed("a").spec("replicas: 1").certified().secret(ending("demo-a-tls", 8)),
                        "False AsExpected"));
    }

    @Test
    void aPodThatIsForbiddenDegrades() {
        ObservedCluster seen = formed("a", "b", "c").noPod("b").seen();
        Step step = new ClusterPlanner(World.ADDRESSES, Duration.ofMinutes(10)).plan(seen, List.of());
        var refused = new Outcome.Failed("pods \"demo-b\" is forbidden: exceeded quota");
        EtcdClusterStatus status = assembler.assemble(seen, step, new Acted(refused, "100", seen.status()));
        assertThat(conditions(status)).contains("Degraded=True CreatePodFailed");
        assertThat(message(status, "Degraded")).contains("exceeded quota");
    }

    @Test
    void whatFailsBesideTheMembersIsSaidAndHidesNoLostQuorum() {
        var refused = new Outcome.Failed("services is forbidden");
        ObservedCluster well =
                formed("a").spec("replicas: 1").lacking("demo-client").seen();
        Step step = new ClusterPlanner(World.ADDRESSES, Duration.ofMinutes(10)).plan(well, List.of());
        EtcdClusterStatus status = assembler.assemble(well, step, new Acted(refused, "100", well.status()));
        assertThat(conditions(status)).contains("Ready=True AllMembersReady", "Degraded=True ApplyClientServiceFailed");
        assertThat(message(status, "Degraded")).contains("services is forbidden");
        ObservedCluster lost =
                formed("a").withoutQuorum().lacking("demo-client").seen();
        assertThat(conditions(assembler.assemble(lost, step, new Acted(refused, "100", lost.status()))))
                .contains("Degraded=True NoQuorum");
    }

    @Test
    void whoLostHisVolumeAndWhoHasTheDataIsSaid() {
        EtcdClusterStatus known = told(formed("a", "b", "c"));
        EtcdClusterStatus status = told(formed("a", "b", "c")
                .noVolume("b")
                .volumeDeleted("c")
                .withoutQuorum()
                .status(any -> known));
        for (String type : List.of("Ready", "Available", "Degraded")) {
            assertThat(message(status, type))
                    .as(type)
                    .contains("gone are the volumes of demo-b, demo-c")
                    .contains("the data is still with demo-a, too few for a quorum: keep its volume");
        }
        EtcdClusterStatus one =
                told(formed("a", "b", "c").noVolume("b").withoutQuorum().status(any -> known));
        assertThat(message(one, "Degraded")).contains("demo-a, demo-c, enough for a quorum");
        EtcdClusterStatus none = told(formed("a", "b", "c").withoutQuorum().status(any -> known));
        assertThat(message(none, "Degraded")).doesNotContain("gone are");
    }

    @Test
    void ofSeveralSurvivorsTheFurthestIsNamedAndAllAreListed() {
        EtcdClusterStatus known = told(formed("a", "b", "c", "d", "e").spec("replicas: 5"));
        EtcdClusterStatus status = told(formed("a", "b", "c", "d", "e")
                .spec("replicas: 5")
                .noVolume("c")
                .noVolume("d")
                .noVolume("e")
                .survives("a", 3, 900)
                .survives("b", 4, 70)
                .withoutQuorum()
                .status(any -> known));
        assertThat(message(status, "Degraded"))
                .contains("too few for a quorum (demo-b has come furthest: term 4, applied index 70): keep its volume");
        assertThat(status.members())
                .extracting(MemberStatus::survivor)
                .satisfiesExactly(
                        a -> assertThat(a).isEqualTo(new SurvivorStatus(3L, 900L, 900L)),
                        b -> assertThat(b).isEqualTo(new SurvivorStatus(4L, 70L, 70L)),
                        c -> assertThat(c).isNull(),
                        d -> assertThat(d).isNull(),
                        e -> assertThat(e).isNull());
        assertThat(known.members()).allMatch(each -> each.survivor() == null);
    }

    @Test
    void aMembersVersionAlarmsAndCertificateAreListed() {
        EtcdClusterStatus status =
                told(formed("a", "b").alarms("memberID:98 alarm:NOSPACE ").secret(ending("demo-a-tls", 8)));
        assertThat(status.members().getFirst().version()).isEqualTo("3.7.1");
        assertThat(status.members()).extracting(MemberStatus::alarms).containsExactly(null, List.of("NOSPACE"));
        assertThat(status.members())
                .extracting(MemberStatus::certificateEnds)
                .containsExactly("2026-01-09T12:00:00Z", null);
    }

    private DynamicTest degraded(String situation, World world, String expected) {
        return DynamicTest.dynamicTest(situation, () -> {
            Condition said =
                    ConditionSet.find(told(world).conditions(), "Degraded").orElseThrow();
            assertThat(said.getStatus() + " " + said.getReason() + ": " + said.getMessage())
                    .startsWith(expected);
        });
    }

    private static ObservedSecret ending(String name, int days) {
        return new ObservedSecret(
                name,
                Optional.of("demo-a"),
                "uid",
                false,
                Optional.of(new CertificateFacts(
                        World.NOW.plus(Duration.ofDays(days - 90L)),
                        World.NOW.plus(Duration.ofDays(days)),
                        new TreeSet<>(),
                        World.CA,
                        World.CA)),
                true,
                new TreeSet<>(List.of(World.CA)),
                Map.of());
    }

    private static ObservedPod joining(ObservedPod pod) {
        return Pods.madeWith(Pods.withRole(pod, "learner", false), World.initialCluster("a", "b", "c"));
    }

    private static ObservedPod made(ObservedPod pod, long secondsAgo) {
        return Pods.created(pod, World.NOW.minusSeconds(secondsAgo));
    }

    private EtcdClusterStatus told(World world) {
        ObservedCluster seen = world.seen();
        Step step = new ClusterPlanner(World.ADDRESSES, Duration.ofMinutes(10)).plan(seen, List.of());
        return assembler.assemble(seen, step, new Acted(new Outcome.Nothing(), "100", seen.status()));
    }

    private static List<String> conditions(EtcdClusterStatus status) {
        return status.conditions().stream()
                .map(each -> each.getType() + "=" + each.getStatus() + " " + each.getReason())
                .toList();
    }

    private static String message(EtcdClusterStatus status, String type) {
        return ConditionSet.find(status.conditions(), type).orElseThrow().getMessage();
    }
}
