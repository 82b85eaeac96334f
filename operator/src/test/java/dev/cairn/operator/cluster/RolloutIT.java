// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.crds.cluster.RolloutState;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.testkit.Clusters;
import dev.cairn.operator.testkit.InALab;
import dev.cairn.operator.testkit.KubeLab;
import dev.cairn.operator.testkit.RunningOperator;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A changed specification on its way through real members, and what becomes of one that does not work. */
@InALab
class RolloutIT {
    private static final String DATA_GOES = "deletionPolicy: Delete\n";
    private static final String BROKEN = "{\"spec\":{\"config\":{\"extraArgs\":{\"no-such-flag\":\"1\"}}}}";

    private static KubeLab lab;
    private static Clusters clusters;

    @BeforeAll
    static void enter(KubeLab opened, Clusters inIt) {
        lab = opened;
        clusters = inIt;
    }

    @Test
    void aChangeGoesThroughTheMembersOneAtATimeTheLeaderLast() {
        try (var operator = lab.operator()) {
            clusters.apply("roll", DATA_GOES + "replicas: 3\n");
            EtcdCluster before = clusters.awaitReady("roll", 3);
            String leader = before.getStatus().leader();
            lab.etcdctl(before, leader, "put", "k", "v");
            SortedMap<String, String> pods = clusters.podUids("roll");
            SortedMap<String, String> volumes = volumes("roll");

            clusters.patch("roll", "{\"spec\":{\"config\":{\"snapshotCount\":7000}}}");
            EtcdCluster after = clusters.awaitRolledOut("roll", 3, "");
            assertThat(Clusters.ids(after)).isEqualTo(Clusters.ids(before));
            assertThat(volumes("roll")).isEqualTo(volumes);
            assertThat(clusters.podUids("roll").values()).doesNotContainAnyElementsOf(pods.values());
            for (String member : pods.keySet()) {
                assertThat(arguments(member)).contains("--snapshot-count=7000");
            }
            assertThat(lab.etcdctl(after, leader, "get", "k")).contains("v");
            assertThat(after.getStatus().template().config().snapshotCount()).isEqualTo(7000);
            List<String> rolled = clusters.told("roll", "RollMember");
            assertThat(rolled).hasSize(3);
            assertThat(rolled.getLast()).startsWith(leader);
            assertThat(clusters.told("roll", "MoveLeader")).hasSize(1);
            assertThat(clusters.told("roll", "RolloutStarted")).hasSize(1);
            assertThat(clusters.told("roll", "MemberUpdated")).hasSize(3);
            assertThat(clusters.told("roll", "RolloutFinished")).hasSize(1);
            assertThat(clusters.warnings("roll", "NoQuorum")).isEmpty();
            clusters.delete("roll");
            clusters.awaitGone("roll");
        }
    }

    @Test
    void whatDoesNotWorkHaltsAtItsFirstMemberAndIsTakenBack() {
        try (var operator = lab.operator()) {
            clusters.apply("halt", DATA_GOES + "replicas: 3\nrollout:\n  progressDeadline: 8s\n");
            clusters.awaitReady("halt", 3);
            SortedMap<String, String> pods = clusters.podUids("halt");
            clusters.patch("halt", BROKEN);
            clusters.await("halt", "has halted", each -> Clusters.holds(each, "RolloutHalted"));
            EtcdCluster halted = clusters.awaitReady("halt", 3);
            String member = halted.getStatus().rollout().member();
            assertThat(Clusters.holds(halted, "RolloutHalted")).isTrue();
            assertThat(Clusters.message(halted, "RolloutHalted")).contains(member);
            assertThat(Clusters.reason(halted, "RolloutHalted")).isEqualTo("DeadlineExceeded");
            assertThat(Clusters.reason(halted, "SpecNotApplied")).isEqualTo("RolloutHalted");
            assertThat(halted.getStatus().rollout().updated()).isZero();
            SortedMap<String, String> now = clusters.podUids("halt");
            assertThat(now.get(member)).isNotEqualTo(pods.get(member));
            assertThat(arguments(member)).noneMatch(each -> each.contains("no-such-flag"));
            assertThat(otherThan(member, now)).isEqualTo(otherThan(member, pods));
            assertThat(clusters.warnings("halt", "RolloutHalted")).hasSize(1);

            // A pod that is lost meanwhile comes back with what works.
            String other = otherThan(member, now).firstKey();
            lab.client().resource(clusters.pod(other)).delete();
            clusters.await("halt", "has its pod again", each -> clusters.another(other, now.get(other)));
            clusters.awaitReady("halt", 3);
            assertThat(arguments(other)).noneMatch(each -> each.contains("no-such-flag"));
            assertThat(clusters.warnings("halt", "RolloutHalted")).hasSize(1);

            String failed = halted.getStatus().rollout().target();
            clusters.patch("halt", "{\"spec\":{\"config\":{\"extraArgs\":null,\"snapshotCount\":7000}}}");
            EtcdCluster well = clusters.awaitRolledOut("halt", 3, failed);
            assertThat(Clusters.holds(well, "RolloutHalted")).isFalse();
            for (String each : pods.keySet()) {
                assertThat(arguments(each)).contains("--snapshot-count=7000");
            }
            clusters.delete("halt");
            clusters.awaitGone("halt");
        }
    }

    @Test
    void anEditThatPutsRightWhatFailsIsTakenUpAtOnceBeItOnTheOnlyMember() {
        try (var operator = lab.operator()) {
            clusters.apply("right", DATA_GOES + "replicas: 1\n");
            String member = clusters.awaitReady("right", 1).getStatus().leader();
            clusters.patch("right", BROKEN);
            EtcdCluster failing = clusters.await(
                    "right",
                    "fails",
                    each -> clusters.pod(member) != null
                            && arguments(member).stream().anyMatch(argument -> argument.contains("no-such-flag"))
                            && !clusters.pod(member)
                                    .getStatus()
                                    .getContainerStatuses()
                                    .isEmpty());
            String broken = failing.getStatus().rollout().target();
            clusters.patch("right", "{\"spec\":{\"config\":{\"extraArgs\":null,\"snapshotCount\":7000}}}");
            clusters.awaitRolledOut("right", 1, broken);
            assertThat(arguments(member)).contains("--snapshot-count=7000");
            assertThat(clusters.warnings("right", "RolloutHalted")).isEmpty();
            clusters.delete("right");
            clusters.awaitGone("right");
        }
    }

    @Test
    void aRestartIsAskedForByAnAnnotationAndAnotherOperatorRestartsNobody() {
        String member;
        Pod before;
        try (var operator = lab.operator()) {
            clusters.apply("again", DATA_GOES + "replicas: 1\n");
            member = clusters.awaitReady("again", 1).getStatus().leader();
            String first = clusters.pod(member).getMetadata().getUid();
            clusters.patch("again", "{\"metadata\":{\"annotations\":{\"" + Labels.RESTART + "\":\"now\"}}}");
            clusters.awaitRolledOut("again", 1, "");
            before = clusters.pod(member);
            assertThat(before.getMetadata().getUid()).isNotEqualTo(first);
        }
        try (var operator = lab.operatorOf("localhost/cairn/etcd-node:other")) {
            // Its first look is past once it has put this right.
            lab.client()
                    .services()
                    .inNamespace("default")
                    .withName("again-client")
                    .delete();
            clusters.await(
                    "again",
                    "has been looked at",
                    each -> lab.client()
                                    .services()
                                    .inNamespace("default")
                                    .withName("again-client")
                                    .get()
                            != null);
            EtcdCluster seen = clusters.awaitReady("again", 1);
            assertThat(clusters.pod(member).getMetadata().getUid())
                    .isEqualTo(before.getMetadata().getUid());
            assertThat(Clusters.holds(seen, "SpecNotApplied")).isFalse();
            lab.client().resource(clusters.pod(member)).delete();
            clusters.await(
                    "again",
                    "is ready on another pod",
                    each -> Clusters.holds(each, "Ready")
                            && clusters.another(member, before.getMetadata().getUid()));
            assertThat(clusters.pod(member).getSpec().getContainers().getFirst().getImage())
                    .isEqualTo(before.getSpec().getContainers().getFirst().getImage())
                    .endsWith(":test");
            clusters.delete("again");
            clusters.awaitGone("again");
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "BEFORE_STATUS_WRITE",
                "AFTER_STATUS_WRITE",
                "AFTER_VOLUME_NOTED",
                "AFTER_POD_DELETED",
                "AFTER_POD",
                "AFTER_LEADER_MOVED"
            })
    void goesOnAfterAHaltAndRestartsEachMemberOnce(CrashPoint point) throws InterruptedException {
        String name = "r-" + point.spelling().replace("status-write", "sw");
        // Of two members either may lead once one was remade: there was no quorum meanwhile. Of three the leader stays.
        int replicas = point == CrashPoint.AFTER_LEADER_MOVED ? 3 : 2;
        try (var operator = lab.operator()) {
            clusters.apply(name, DATA_GOES + "replicas: " + replicas + "\n");
            clusters.awaitReady(name, replicas);
        }
        SortedMap<String, String> pods = clusters.podUids(name);
        Set<String> seen = ConcurrentHashMap.newKeySet();
        try (var watched = lab.client()
                .pods()
                .inNamespace("default")
                .withLabel(Labels.CLUSTER, name)
                .inform(new Uids(seen))) {
            try (RunningOperator operator = lab.operatorHaltingAt(point)) {
                clusters.patch(name, "{\"spec\":{\"config\":{\"snapshotCount\":7000}}}");
                assertThat(operator.hasHalted(Duration.ofSeconds(180)))
                        .as("the switch fired")
                        .isTrue();
            }
            try (var operator = lab.operator()) {
                EtcdCluster after = clusters.awaitRolledOut(name, replicas, "");
                assertThat(after.getStatus().rollout().state()).isEqualTo(RolloutState.FINISHED);
                assertThat(clusters.podUids(name).keySet()).isEqualTo(pods.keySet());
                assertThat(seen).as("pods there ever were").hasSize(2 * replicas);
                clusters.delete(name);
                clusters.awaitGone(name);
            }
        }
    }

    /** Collects the UIDs of all pods it hears of. */
    private record Uids(Set<String> seen) implements ResourceEventHandler<Pod> {
        @Override
        public void onAdd(Pod pod) {
            seen.add(pod.getMetadata().getUid());
        }

        @Override
        public void onUpdate(Pod before, Pod pod) {
            seen.add(pod.getMetadata().getUid());
        }

        @Override
        public void onDelete(Pod pod, boolean unknown) {
            seen.add(pod.getMetadata().getUid());
        }
    }

    private static SortedMap<String, String> otherThan(String member, SortedMap<String, String> pods) {
        var others = new TreeMap<>(pods);
        others.remove(member);
        return others;
    }

    private static List<String> arguments(String member) {
        return clusters.pod(member).getSpec().getContainers().getFirst().getArgs();
    }

    /** UIDs of the volumes by name. */
    private static SortedMap<String, String> volumes(String cluster) {
        var uids = new TreeMap<String, String>();
        for (String each : new TreeSet<>(clusters.volumes(cluster))) {
            uids.put(
                    each,
                    lab.client()
                            .persistentVolumeClaims()
                            .inNamespace("default")
                            .withName(each)
                            .get()
                            .getMetadata()
                            .getUid());
        }
        return uids;
    }
}
