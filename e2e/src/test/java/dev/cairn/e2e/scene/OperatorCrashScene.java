// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.scene;

import dev.cairn.crds.cluster.RolloutState;
import dev.cairn.e2e.etcd.EtcdClients;
import dev.cairn.e2e.etcd.TestedCluster;
import dev.cairn.e2e.story.Scene;
import dev.cairn.e2e.story.Stage;
import dev.cairn.e2e.story.Story;
import io.etcd.jetcd.cluster.Member;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** {@code SWITCHES} names the crash switches to try. Negative control: one that growing never reaches. */
@Scene(controlFailsAt = "the crash switch")
class OperatorCrashScene {
    private static final String NAME = "demo";
    private static final String SWITCHES =
            "before-status-write after-status-write after-member-add after-pvc after-certificate after-pod after-promotion";
    private static final String SHRINK_SWITCHES = "after-member-remove after-certificate-deleted";
    private static final String AUTHORITY_SWITCHES = "after-next-authority after-authority-published after-trust-spread"
            + " after-authority-switch after-next-authority-deleted";
    private static final String ROLLOUT_SWITCHES = "after-volume-noted after-pod-deleted after-leader-moved";
    private static final Duration ROLLS = Duration.ofSeconds(300);
    private static final Duration ROTATES = Duration.ofMinutes(10);
    private static final String NEVER_REACHED = "after-backup-job";
    private static final Duration FIRES = Duration.ofSeconds(120);
    private static final Duration FIRES_IN_CONTROL = Duration.ofSeconds(60);
    private static final Duration STARTS_AGAIN = Duration.ofSeconds(60);
    private static final Duration CLEARED_AWAY = Duration.ofSeconds(90);

    @Test
    void operatorHaltedAtEachSwitchWhileAClusterIsRestartedRestartsEachMemberOnce(Story story, Stage stage) {
        TestedCluster cluster = TestedCluster.formed(story, stage, NAME, 3);
        EtcdClients etcd = EtcdClients.of(stage, cluster);
        CrashSwitch crash = new CrashSwitch(story, stage);
        for (String point : story.isControl() ? List.of(NEVER_REACHED) : List.of(ROLLOUT_SWITCHES.split(" "))) {
            story.say("switch %s", point);
            crash.arm(point);
            try (PodsSeen pods = new PodsSeen(stage, cluster)) {
                cluster.patch("{\"metadata\":{\"annotations\":{\"etcd.cairn.dev/restart\":\"" + point + "\"}}}");
                fire(story, crash, point);
                story.waitUntil(
                        "the members to be restarted",
                        ROLLS,
                        () -> Optional.ofNullable(cluster.status().rollout())
                                .filter(each -> each.state() == RolloutState.FINISHED)
                                .filter(each -> pods.counted().values().stream().allMatch(count -> count > 1))
                                .isPresent());
                settle(story, stage, cluster, etcd, 3);
                story.expect(
                        "pods each has had",
                        List.of(2, 2, 2),
                        List.copyOf(pods.counted().values()));
            }
        }
    }

    @Test
    void operatorHaltedAtEachSwitchWhileAClusterGrowsLeavesFiveVotersAndNothingElse(Story story, Stage stage) {
        TestedCluster cluster = TestedCluster.formed(story, stage, NAME, 3);
        EtcdClients etcd = EtcdClients.of(stage, cluster);
        CrashSwitch crash = new CrashSwitch(story, stage);
        for (String point : points(story)) {
            story.say("switch %s", point);
            crash.arm(point);
            cluster.resource().scale(5);
            fire(story, crash, point);
            settle(story, stage, cluster, etcd, 5);
            cluster.resource().scale(3);
            settle(story, stage, cluster, etcd, 3);
        }
    }

    @Test
    void operatorHaltedAtEachSwitchWhileAClusterShrinksLeavesThreeVotersAndNothingElse(Story story, Stage stage) {
        TestedCluster cluster = TestedCluster.formed(story, stage, NAME, 3);
        EtcdClients etcd = EtcdClients.of(stage, cluster);
        CrashSwitch crash = new CrashSwitch(story, stage);
        for (String point : story.isControl() ? List.of(NEVER_REACHED) : List.of(SHRINK_SWITCHES.split(" "))) {
            story.say("switch %s", point);
            cluster.resource().scale(5);
            settle(story, stage, cluster, etcd, 5);
            crash.arm(point);
            cluster.resource().scale(3);
            fire(story, crash, point);
            settle(story, stage, cluster, etcd, 3);
        }
    }

    @Test
    void operatorHaltedAtEachSwitchWhileACaIsRotatedLeavesOneCaAndItsMembersAlone(Story story, Stage stage) {
        TestedCluster cluster = TestedCluster.formed(story, stage, NAME, 3);
        cluster.patch("{\"spec\": {\"tls\": {\"managed\": {\"clientGrace\": \"5s\"}}}}");
        EtcdClients etcd = EtcdClients.of(stage, cluster);
        CrashSwitch crash = new CrashSwitch(story, stage);
        try (PodsSeen pods = new PodsSeen(stage, cluster)) {
            for (String point : story.isControl() ? List.of(NEVER_REACHED) : List.of(AUTHORITY_SWITCHES.split(" "))) {
                story.say("switch %s", point);
                crash.arm(point);
                String before = cluster.status().certificateAuthority();
                cluster.patch("{\"metadata\":{\"annotations\":{\"etcd.cairn.dev/rotate-ca\":\"" + point + "\"}}}");
                fire(story, crash, point);
                story.waitUntil(
                        "another CA to be in use, and it alone trusted",
                        ROTATES,
                        () -> CaRotationScene.rotated(cluster.status(), before),
                        () -> String.valueOf(cluster.status().certificates().rotation()));
                settle(story, stage, cluster, etcd, 3);
            }
            story.expect(
                    "pods each has had",
                    List.of(1, 1, 1),
                    List.copyOf(pods.counted().values()));
        }
    }

    private static void fire(Story story, CrashSwitch crash, String point) {
        story.waitUntil(
                "the crash switch " + point + " to fire",
                story.isControl() ? FIRES_IN_CONTROL : FIRES,
                crash::hasFired);
        story.waitUntil("the operator to start again", STARTS_AGAIN, crash::hasRestarted);
        story.say("fired: the operator ended with 137");
    }

    private static List<String> points(Story story) {
        return story.isControl()
                ? List.of(NEVER_REACHED)
                : List.of(Optional.ofNullable(System.getenv("SWITCHES"))
                        .orElse(SWITCHES)
                        .split(" "));
    }

    /** Members, and nothing left over; what is to go may take a while. */
    private static void settle(Story story, Stage stage, TestedCluster cluster, EtcdClients etcd, int replicas) {
        cluster.awaitMembers(TestedCluster.FORMATION);
        story.expect("members that etcd lists", replicas, etcd.members().size());
        List<String> voters = voters(etcd);
        story.expect("voters", replicas, voters.size());
        story.waitUntil(
                "pods and volumes to be those of the voters",
                CLEARED_AWAY,
                () -> pods(stage).equals(voters) && volumes(stage).equals(voters),
                () -> "voters " + voters + ", pods " + pods(stage) + ", volumes " + volumes(stage));
        story.say("voters, pods and volumes: %s", voters);
    }

    /** Of those that have started. */
    private static List<String> voters(EtcdClients etcd) {
        return etcd.members().stream()
                .filter(member -> !member.isLearner() && !member.getName().isEmpty())
                .map(Member::getName)
                .sorted()
                .toList();
    }

    private static List<String> pods(Stage stage) {
        return names(
                stage.client()
                        .pods()
                        .inNamespace(stage.namespace())
                        .withLabel("etcd.cairn.dev/cluster", NAME)
                        .list()
                        .getItems(),
                pod -> pod.getMetadata().getName());
    }

    private static List<String> volumes(Stage stage) {
        return names(
                stage.client()
                        .persistentVolumeClaims()
                        .inNamespace(stage.namespace())
                        .withLabel("etcd.cairn.dev/cluster", NAME)
                        .list()
                        .getItems(),
                volume -> volume.getMetadata().getLabels().get("etcd.cairn.dev/member"));
    }

    private static <T extends HasMetadata> List<String> names(List<T> found, Function<T, String> name) {
        return found.stream().map(name).sorted().toList();
    }
}
