// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.scene;

import dev.cairn.crds.cluster.status.MemberRole;
import dev.cairn.e2e.etcd.EtcdClients;
import dev.cairn.e2e.etcd.RolesSeen;
import dev.cairn.e2e.etcd.TestedCluster;
import dev.cairn.e2e.story.Scene;
import dev.cairn.e2e.story.Stage;
import dev.cairn.e2e.story.Story;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code PRELOAD_MIB} (200) is what the cluster holds before. Negative control: an acknowledged write is deleted. */
@Scene(controlFailsAt = "lost writes")
class ScaleUnderLoadScene {
    private static final long LEAST_PUTS_PER_SECOND = 200;
    private static final long LONGEST_PAUSE_MILLIS = 5000;

    @Test
    void clusterUnderLoadGrowsFromThreeToFiveMembersAndShrinksBack(Story story, Stage stage) {
        int preload = Optional.ofNullable(System.getenv("PRELOAD_MIB"))
                .map(Integer::parseInt)
                .orElse(200);
        TestedCluster cluster = TestedCluster.formed(story, stage, "demo", 3);
        EtcdClients etcd = EtcdClients.of(stage, cluster);
        List<String> founders = cluster.members();

        story.say("writer: preload, then 8 clients");
        Writer writer = Writer.start(story, stage, cluster, preload);
        RolesSeen roles = stage.atEnd(new RolesSeen(cluster));
        cluster.scale(5);
        cluster.scale(3);
        if (story.isControl()) {
            etcd.delete(etcd.firstKey("/writer/"));
        }
        story.say("the writer stops and reads back");
        Writer.Results results = writer.stop();

        Map<String, List<MemberRole>> seen = roles.byMember();
        seen.forEach((member, each) -> story.say("  seen: %s %s", member, each));
        Map<String, List<MemberRole>> newcomers = seen.entrySet().stream()
                .filter(each -> !founders.contains(each.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        story.expect("members that joined", 2, newcomers.size());
        story.expect(
                "of them, learner first and voter then",
                2L,
                newcomers.values().stream()
                        .filter(List.of(MemberRole.LEARNER, MemberRole.VOTER)::equals)
                        .count());
        story.say("%s", results);
        story.expect("lost writes", 0L, results.lost());
        if (results.putsPerSecond() < LEAST_PUTS_PER_SECOND) {
            throw new AssertionError("only " + results.putsPerSecond() + " puts/s were acknowledged, at least "
                    + LEAST_PUTS_PER_SECOND + " are asked for");
        }
        story.expectAtMost("longest pause of writes", LONGEST_PAUSE_MILLIS, results.longestPauseMillis(), "ms");
    }
}
