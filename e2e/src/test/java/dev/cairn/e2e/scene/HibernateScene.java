// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.scene;

import dev.cairn.e2e.etcd.EtcdClients;
import dev.cairn.e2e.etcd.TestedCluster;
import dev.cairn.e2e.story.Scene;
import dev.cairn.e2e.story.Stage;
import dev.cairn.e2e.story.Story;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Three members go to sleep and come back, with all keys. Negative control: the operator is told to pause. */
@Scene(controlFailsAt = "gave up on the cluster to hibernate")
class HibernateScene {
    private static final int KEYS = 20;
    private static final Duration LIMIT = Duration.ofSeconds(180);
    private static final Duration LIMIT_OF_CONTROL = Duration.ofSeconds(20);

    @Test
    void threeMembersSleepAndAreTheSameClusterWhenTheyWake(Story story, Stage stage) {
        TestedCluster cluster = TestedCluster.formed(story, stage, "demo", 3);
        EtcdClients etcd = EtcdClients.of(stage, cluster);
        for (int i = 0; i < KEYS; i++) {
            etcd.put("key-" + i, "value-" + i);
        }
        String clusterId = cluster.status().clusterId();
        List<String> members = cluster.members();
        if (story.isControl()) {
            cluster.patch("{\"spec\": {\"paused\": true}}");
        }
        cluster.resource().scale(0);
        story.waitUntil(
                "the cluster to hibernate",
                story.isControl() ? LIMIT_OF_CONTROL : LIMIT,
                () -> cluster.status().conditions().stream()
                        .anyMatch(each -> "Hibernated".equals(each.getType()) && "True".equals(each.getStatus())));
        story.expect(
                "members that are there, as kubectl get tells",
                "0/0",
                cluster.status().ready());
        story.expect(
                "pods",
                0L,
                members.stream().filter(each -> stage.pod(each).get() != null).count());
        cluster.resource().scale(3);
        cluster.awaitMembers(LIMIT);
        story.expect("cluster ID", clusterId, cluster.status().clusterId());
        story.expect("members", members, cluster.members());
        story.expect(
                "keys", KEYS, EtcdClients.of(stage, cluster).keys("key-", 0).size());
    }
}
