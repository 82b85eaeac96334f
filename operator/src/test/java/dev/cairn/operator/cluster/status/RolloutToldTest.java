// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.status;

import static dev.cairn.operator.testkit.World.NOW;
import static dev.cairn.operator.testkit.World.name;
import static dev.cairn.operator.testkit.World.template;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.crds.cluster.EtcdClusterStatus;
import dev.cairn.crds.cluster.RolloutStatus;
import dev.cairn.operator.cluster.act.Acted;
import dev.cairn.operator.cluster.desired.AppliedSpec;
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

/** What is told of a rollout. */
class RolloutToldTest {
    private static final String OLD = "replicas: 3\nimage: old:1";
    private static final String NEW = "replicas: 3\nimage: new:2";

    private final StatusAssembler assembler = new StatusAssembler(World.ADDRESSES);

    @Test
    void onItsWayItIsProgressAndNoFault() {
        World world = rolling().silent("b").pod("b", pod -> down(pod, NEW)).pod("c", pod -> made(pod, NEW));
        EtcdClusterStatus status = told(world);
        assertThat(conditions(status))
                .contains(
                        "Progressing=True MemberUpdating",
                        "Available=True QuorumReady",
                        "Degraded=False MembersStarting",
                        "SpecNotApplied=True RollingOut",
                        "RolloutHalted=False AsExpected");
        assertThat(message(status, "SpecNotApplied")).contains("spec.image on demo-a");
        assertThat(message(status, "Degraded")).isEqualTo("demo-b is being remade");
        assertThat(status.rollout().updated()).isEqualTo(1);
        assertThat(StatusChanges.between(List.of(), status.conditions()))
                .noneMatch(each -> each.reason().equals("RollingOut"));
    }

    @Test
    void aContainerThatFailsMeanwhileIsAFault() {
        World world = rolling()
                .silent("b")
                .pod(
                        "b",
                        pod -> Pods.created(
                                Pods.failing(made(pod, NEW), "etcd: CrashLoopBackOff"), NOW.minusSeconds(60)));
        assertThat(conditions(told(world))).contains("Degraded=True PodsNotRunning");
    }

    @Test
    void haltedItSaysWhereAndWhyAndTheClusterIsWell() {
        World world = rolling().status(each -> each.withRollout(each.rollout().halted("PodFails", "demo-b: exit 1")));
        EtcdClusterStatus status = told(world);
        assertThat(conditions(status))
                .contains(
                        "Ready=True AllMembersReady",
                        "Degraded=False AsExpected",
                        "SpecNotApplied=True RolloutHalted",
                        "RolloutHalted=True PodFails");
        assertThat(message(status, "RolloutHalted")).isEqualTo("demo-b: exit 1");
        assertThat(status.template()).isEqualTo(template(OLD));
    }

    @Test
    void whatFailedAndIsAskedForNoMoreIsForgotten() {
        World world = rolling()
                .spec(OLD)
                .status(each -> each.withRollout(each.rollout().halted("PodFails", "demo-b: exit 1")));
        EtcdClusterStatus status = told(world);
        assertThat(status.rollout()).isNull();
        assertThat(conditions(status)).contains("SpecNotApplied=False Applied", "RolloutHalted=False AsExpected");
    }

    /** It is b's turn; everybody's pod is still of the old one. */
    private static World rolling() {
        World world = World.formed("a", "b", "c")
                .spec(NEW)
                .status(each -> each.withTemplate(template(OLD))
                        .withRollout(RolloutStatus.begun(
                                        AppliedSpec.revision(template(NEW)), template(NEW), 0, 3, NOW.toString())
                                .withMember(name("b"), NOW.toString())));
        List.of("a", "b", "c").forEach(each -> world.pod(each, pod -> made(pod, OLD)));
        return world;
    }

    private static ObservedPod made(ObservedPod pod, String spec) {
        return Pods.made(pod, template(spec), Map.of());
    }

    private static ObservedPod down(ObservedPod pod, String spec) {
        return made(Pods.unready(pod, ObservedPod.Phase.RUNNING, ""), spec);
    }

    private EtcdClusterStatus told(World world) {
        ObservedCluster seen = world.certified().seen();
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
