// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.status;

import static dev.cairn.operator.testkit.World.formed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.crds.cluster.EtcdClusterStatus;
import dev.cairn.crds.cluster.status.MemberRole;
import dev.cairn.operator.cluster.act.Acted;
import dev.cairn.operator.cluster.execute.Outcome;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedPod;
import dev.cairn.operator.cluster.plan.ClusterPlanner;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.conditions.ConditionSet;
import dev.cairn.operator.testkit.Pods;
import dev.cairn.operator.testkit.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is told of a cluster: each situation, and what a person reads. */
class StatusAssemblerTest {
    private final StatusAssembler assembler = new StatusAssembler(World.ADDRESSES);

    @Test
    void aReadyCluster() {
        EtcdClusterStatus status = told(formed("a", "b", "c"));
        assertThat(status.ready()).isEqualTo("3/3");
        assertThat(status.replicas()).isEqualTo(3);
        assertThat(status.leader()).isEqualTo("demo-a");
        assertThat(status.version()).isEqualTo("3.7.1");
        assertThat(status.currentStep()).isNull();
        assertThat(status.selector()).isEqualTo("etcd.cairn.dev/cluster=demo");
        assertThat(status.endpoints().etcdServers()).isEqualTo("https://demo-client.default.svc:2379");
        assertThat(status.endpoints().etcdServersByIp()).isEqualTo("https://10.96.0.7:2379");
        assertThat(status.endpoints().caSecret()).isEqualTo("demo-ca");
        assertThat(conditions(status))
                .containsExactlyInAnyOrder(
                        "Ready=True AllMembersReady",
                        "Available=True QuorumReady",
                        "Progressing=False AtRest",
                        "Degraded=False AsExpected",
                        "SpecNotApplied=False Applied",
                        "RolloutHalted=False AsExpected",
                        "Hibernated=False Awake",
                        "CertificatesValid=False NoCertificates");
    }

    @Test
    void theCertificateThatEndsFirstIsTold() {
        EtcdClusterStatus status = told(formed("a", "b", "c").certified());
        assertThat(status.certificates().daysLeft()).isEqualTo(60);
        assertThat(status.certificates().ends()).isEqualTo("2026-03-02T12:00:00Z");
        assertThat(status.certificates().trusted()).containsExactly(World.CA);
        assertThat(status.certificates().rotation()).isNull();
        assertThat(conditions(status)).contains("CertificatesValid=True Valid");
        assertThat(message(status, "CertificatesValid")).contains("2026-03-02T12:00:00Z");
    }

    @Test
    void whatARotationWaitsForIsTold() {
        EtcdClusterStatus status = told(formed("a", "b", "c").certified().rotate("1"));
        assertThat(status.certificates().rotation()).contains("a new CA is made and published");
        assertThat(conditions(status)).contains("CertificatesValid=True RotatingAuthority");
    }

    @Test
    void certificatesThatHaveEndedAreNotValid() {
        EtcdClusterStatus status = told(formed("a", "b", "c").certified().later(Duration.ofDays(61)));
        assertThat(status.certificates().daysLeft()).isEqualTo(-1);
        assertThat(conditions(status)).contains("CertificatesValid=False Ended");
        assertThat(conditions(told(formed("a", "b", "c").certified().later(Duration.ofDays(54)))))
                .contains("CertificatesValid=False Ending");
    }

    @Test
    void withoutTlsThereIsNothingToSayOfCertificates() {
        EtcdClusterStatus status = told(formed("a", "b", "c").spec("tls: {mode: Disabled}"));
        assertThat(status.certificates()).isNull();
        assertThat(conditions(status)).noneMatch(each -> each.startsWith("CertificatesValid"));
    }

    @Test
    void aLearnerIsListedAndNotReady() {
        EtcdClusterStatus status = told(formed("a", "b").startedLearner("c"));
        assertThat(status.ready()).isEqualTo("2/3");
        assertThat(status.members().getLast().role()).isEqualTo(MemberRole.LEARNER);
        assertThat(status.members().getLast().ready()).isFalse();
        assertThat(conditions(status)).contains("Ready=False PromoteLearner", "Progressing=True PromoteLearner");
    }

    @Test
    void aMemberThatIsDownDegradesAndLeavesItAvailable() {
        EtcdClusterStatus status = told(formed("a", "b", "c")
                .silent("b")
                .pod("b", pod -> Pods.unready(pod, ObservedPod.Phase.RUNNING, "etcd: CrashLoopBackOff")));
        assertThat(conditions(status))
                .contains("Ready=False MemberNotReady", "Available=True QuorumReady", "Degraded=True MemberNotReady");
        assertThat(message(status, "Degraded")).contains("demo-b").contains("CrashLoopBackOff");
    }

    @Test
    void aVoterSinceAMomentWhosePodIsNotReadyYetLeavesItAvailable() {
        EtcdClusterStatus status = told(formed("a", "b").pod("b", pod -> Pods.withRole(pod, "voter", false)));
        assertThat(conditions(status)).contains("Available=True QuorumReady");
        EtcdClusterStatus nobody = told(formed("a").pod("a", pod -> Pods.withRole(pod, "voter", false)));
        assertThat(conditions(nobody)).contains("Available=False NoQuorum");
    }

    @Test
    void withoutAQuorumWhatWasKnownStandsAndNothingIsReady() {
        ObservedCluster before = formed("a", "b", "c").seen();
        EtcdClusterStatus known = told(formed("a", "b", "c"));
        EtcdClusterStatus status = told(formed("a", "b", "c").withoutQuorum().status(any -> known));
        assertThat(status.members()).hasSize(3).allMatch(each -> !each.ready());
        assertThat(status.clusterId()).isEqualTo(before.status().clusterId());
        assertThat(conditions(status))
                .contains("Ready=False QuorumLost", "Available=False NoQuorum", "Degraded=True QuorumLost");
    }

    @Test
    void pausedSaysSoAndIsNotAFault() {
        EtcdClusterStatus status = told(formed("a", "b", "c").spec("replicas: 3\npaused: true"));
        assertThat(conditions(status))
                .contains("Ready=True AllMembersReady", "Progressing=False Paused", "Degraded=False AsExpected");
    }

    @Test
    void pausedSaysWhatIsDownToo() {
        EtcdClusterStatus status = told(formed("a", "b", "c")
                .since("b", World.NOW.minusSeconds(900))
                .silent("b")
                .spec("replicas: 3\npaused: true"));
        assertThat(message(status, "Ready"))
                .isEqualTo("spec.paused is true: the operator changes nothing; not ready: demo-b");
    }

    @Test
    void noPodRunsWhatTheSpecificationSays() {
        assertThat(conditions(told(World.empty()))).contains("SpecNotApplied=False NoPods");
    }

    @Test
    void whatIsNotAppliedIsNamed() {
        EtcdClusterStatus status = told(formed("a")
                .spec("replicas: 1\nconfig:\n  snapshotCount: 7")
                .pod("a", pod -> Pods.applied(pod, Map.of("config", "other", "image", "other"))));
        assertThat(conditions(status))
                .contains("SpecNotApplied=True PodsPredateSpec", "RolloutHalted=False AsExpected");
        assertThat(message(status, "SpecNotApplied"))
                .contains("spec.config on demo-a")
                .contains("spec.image on demo-a");
    }

    @Test
    void aConditionKeepsTheTimeOfItsLastChange() {
        EtcdClusterStatus first = told(formed("a", "b", "c"));
        String changed =
                ConditionSet.find(first.conditions(), "Ready").orElseThrow().getLastTransitionTime();
        var later = new ConditionSet(first.conditions(), 1, World.NOW.plusSeconds(60))
                .say("Ready", true, "AllMembersReady", "still")
                .say("Available", false, "NoQuorum", "gone")
                .asList();
        assertThat(later.getFirst().getLastTransitionTime()).isEqualTo(changed);
        assertThat(later.getLast().getLastTransitionTime()).isEqualTo("2026-01-01T12:01:00Z");
    }

    @Test
    void membersThatCannotBeAskedAreAsReadyAsTheirPodsSay() {
        EtcdClusterStatus known = told(formed("a", "b", "c"));
        EtcdClusterStatus status = told(formed("a", "b", "c").withoutIdentity().status(any -> known));
        assertThat(conditions(status))
                .contains(
                        "Ready=False ClientCertificateMissing",
                        "Available=True QuorumReady",
                        "Degraded=True ClientCertificateMissing");
        assertThat(status.members()).hasSize(3).allMatch(each -> each.ready());
    }

    @Test
    void whatMembersRunWithIsRecordedAndKept() {
        EtcdClusterStatus first = told(formed("a").spec("replicas: 1\nimage: old:1"));
        assertThat(first.template().image()).isEqualTo("old:1");
        EtcdClusterStatus later =
                told(formed("a").spec("replicas: 1\nimage: new:2").status(any -> first));
        assertThat(later.template()).isEqualTo(first.template());
        assertThat(told(World.empty()).template()).isNull();
    }

    @Test
    void thePodInWhichAMemberWasReadyIsRemembered() {
        EtcdClusterStatus first = told(formed("a", "b", "c"));
        EtcdClusterStatus later = told(formed("a", "b", "c")
                .silent("b")
                .pod("b", pod -> Pods.unready(pod, ObservedPod.Phase.RUNNING, ""))
                .status(any -> first));
        assertThat(later.members()).allMatch(each -> each.readyPod() != null);
    }

    @Test
    void versionsAreComparedNumberByNumber() {
        assertThat(StatusAssembler.compareVersions("3.10.0", "3.9.1")).isPositive();
        assertThat(StatusAssembler.compareVersions("3.7.1", "3.7.1")).isZero();
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
