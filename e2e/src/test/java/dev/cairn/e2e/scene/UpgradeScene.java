// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.scene;

import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.crds.cluster.RolloutState;
import dev.cairn.crds.cluster.RolloutStatus;
import dev.cairn.e2e.etcd.EtcdClients;
import dev.cairn.e2e.etcd.RolloutsSeen;
import dev.cairn.e2e.etcd.TestedCluster;
import dev.cairn.e2e.kube.Repository;
import dev.cairn.e2e.story.Scene;
import dev.cairn.e2e.story.Stage;
import dev.cairn.e2e.story.Story;
import dev.cairn.testkit.Program;
import io.fabric8.kubernetes.api.model.Condition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Image A → B, then other settings, other resources, then a broken image C, all under load. Negative control: an
 * acknowledged write is deleted.
 */
@Scene(controlFailsAt = "lost writes")
class UpgradeScene {
    private static final int PRELOAD_MIB = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2000;
    private static final Duration THREE_MEMBERS = Duration.ofSeconds(300);
    private static final Duration HALTS = Duration.ofSeconds(240);
    private static final String IMAGE_B = "localhost/cairn/etcd-node:b";
    private static final String IMAGE_C = "localhost/cairn/etcd-broken:1";

    @Test
    void imageSettingsAndResourcesRollThroughUnderLoadAndABrokenImageHaltsAndIsTakenBack(Story story, Stage stage) {
        loadImages(story, stage);
        TestedCluster cluster = TestedCluster.formed(story, stage, "demo", 3);
        EtcdClients etcd = EtcdClients.of(stage, cluster);
        story.say("writer: preload, then 8 clients");
        Writer writer = Writer.start(story, stage, cluster, PRELOAD_MIB);
        RolloutsSeen rollouts = stage.atEnd(new RolloutsSeen(cluster));

        roll(story, stage, cluster, "image A → B", "{\"spec\":{\"image\":\"" + IMAGE_B + "\"}}");
        story.expect("images that members run", new TreeMap<>(Map.of(IMAGE_B, 3)), images(stage, cluster));
        if (story.isControl()) {
            etcd.delete(etcd.firstKey("/writer/"));
        } else {
            roll(story, stage, cluster, "settings", "{\"spec\":{\"config\":{\"snapshotCount\":9000}}}");
            roll(story, stage, cluster, "resources", "{\"spec\":{\"resources\":{\"requests\":{\"cpu\":\"210m\"}}}}");
            halt(story, stage, cluster);
        }
        story.say("the writer stops and reads back");
        Writer.Results results = writer.stop();
        rollouts.all().forEach(each -> story.say("  seen: %s", each));
        story.say("%s", results);
        story.expect("lost writes", 0L, results.lost());
        story.expectAtMost("longest pause of writes", LONGEST_PAUSE_MILLIS, results.longestPauseMillis(), "ms");
    }

    private static void loadImages(Story story, Stage stage) {
        story.say("images: B is A by another name, C ends as soon as it starts");
        Path b = stage.work().resolve("b.tar");
        new Program(Repository.path("e2e/kube/image/retag.py"), Map.of())
                .output(Repository.path("etcd-node/target/etcd-node-image.tar").toString(), b.toString(), IMAGE_B);
        stage.kubernetes().load(b);
        Path c = stage.work().resolve("c.tar");
        new Program(Repository.path("e2e/broken/image.sh"), Map.of()).output(c.toString());
        stage.kubernetes().load(c);
    }

    /** A change through all members: each has one pod more than before, and the same ID. */
    private static void roll(Story story, Stage stage, TestedCluster cluster, String what, String patch) {
        List<String> members = cluster.members();
        String before = target(cluster);
        try (PodsSeen pods = new PodsSeen(stage, cluster)) {
            story.say("%s", what);
            long began = story.seconds();
            cluster.patch(patch);
            story.waitUntil(
                    what + " to be everywhere",
                    THREE_MEMBERS,
                    () -> isFinished(cluster, before),
                    () -> standing(cluster));
            cluster.awaitMembers(TestedCluster.FORMATION);
            story.say("%s: everywhere after %d s", what, story.seconds() - began);
            story.expect("members", members, cluster.members());
            story.expect("pods each has had", each(members, 2), pods.counted());
            story.expect("RolloutHalted", "False", condition(cluster, "RolloutHalted"));
            story.expect("SpecNotApplied", "False", condition(cluster, "SpecNotApplied"));
        }
    }

    private static void halt(Story story, Stage stage, TestedCluster cluster) {
        List<String> members = cluster.members();
        try (PodsSeen pods = new PodsSeen(stage, cluster)) {
            story.say("image C, which is broken");
            cluster.patch("{\"spec\":{\"image\":\"" + IMAGE_C + "\",\"rollout\":{\"progressDeadline\":\"60s\"}}}");
            story.waitUntil(
                    "the rollout to halt",
                    HALTS,
                    () -> condition(cluster, "RolloutHalted").equals("True"),
                    () -> standing(cluster));
            String member = cluster.status().rollout().member();
            story.say("halted at %s: %s", member, cluster.status().rollout().message());
            cluster.awaitMembers(TestedCluster.FORMATION);
            story.expect("images that members run", new TreeMap<>(Map.of(IMAGE_B, 3)), images(stage, cluster));
            Map<String, Integer> expected = each(members, 1);
            expected.put(member, 3);
            story.expect("pods each has had", expected, pods.counted());
            story.expect("RolloutHalted", "True", condition(cluster, "RolloutHalted"));
        }
    }

    private static Map<String, Integer> each(List<String> members, int count) {
        Map<String, Integer> all = new TreeMap<>();
        members.forEach(member -> all.put(member, count));
        return all;
    }

    private static Map<String, Integer> images(Stage stage, TestedCluster cluster) {
        Map<String, Integer> images = new TreeMap<>();
        cluster.members()
                .forEach(member -> images.merge(
                        stage.pod(member)
                                .require()
                                .getSpec()
                                .getContainers()
                                .getFirst()
                                .getImage(),
                        1,
                        Integer::sum));
        return images;
    }

    /** Decided on one look: the earlier rollout has finished, too. */
    private static boolean isFinished(TestedCluster cluster, String before) {
        return Optional.ofNullable(cluster.status().rollout())
                .filter(each ->
                        each.state() == RolloutState.FINISHED && !each.target().equals(before))
                .isPresent();
    }

    private static String target(TestedCluster cluster) {
        return Optional.ofNullable(cluster.status().rollout())
                .map(RolloutStatus::target)
                .orElse("none");
    }

    private static String condition(TestedCluster cluster, String type) {
        EtcdCluster now = cluster.resource().require();
        return now.getStatus().conditions().stream()
                .filter(each -> each.getType().equals(type))
                .map(Condition::getStatus)
                .findFirst()
                .orElse("unknown");
    }

    private static String standing(TestedCluster cluster) {
        RolloutStatus rollout = cluster.status().rollout();
        return rollout == null
                ? "no rollout yet"
                : rollout.state() + ", " + rollout.updated() + " of " + rollout.total()
                        + (rollout.member() == null ? "" : ", at " + rollout.member());
    }
}
