// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.scene;

import dev.cairn.e2e.etcd.EtcdClients;
import dev.cairn.e2e.etcd.TestedCluster;
import dev.cairn.e2e.story.Scene;
import dev.cairn.e2e.story.Stage;
import dev.cairn.e2e.story.Story;
import io.etcd.jetcd.cluster.Member;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each loss is mended without help in its time. Negative control: the operator is told to pause. */
@Scene(controlFailsAt = "gave up on another pod")
class LeaderLossScene {
    private static final int KEYS = 20;
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Duration LIMIT_OF_CONTROL = Duration.ofSeconds(20);

    @Test
    void leaderComesBackAsItselfAndALostVolumeIsReplacedByANewMember(Story story, Stage stage) {
        TestedCluster cluster = TestedCluster.formed(story, stage, "demo", 3);
        EtcdClients etcd = EtcdClients.of(stage, cluster);
        for (int i = 0; i < KEYS; i++) {
            etcd.put("key-" + i, "value-" + i);
        }
        if (story.isControl()) {
            cluster.patch("{\"spec\": {\"paused\": true}}");
        }
        loseLeader(story, cluster, etcd, story.isControl() ? LIMIT_OF_CONTROL : LIMIT);
        loseVolume(story, stage, cluster, etcd);
        story.expect("keys", KEYS, etcd.keys("key-", 0).size());
        Map<String, Integer> hashes = etcd.hashes(etcd.revision());
        hashes.forEach((member, hash) -> story.say("  HashKV %s %s", Integer.toUnsignedString(hash), member));
        story.expect("members that tell their hash", 3, hashes.size());
        story.expect("different hashes", 1, new HashSet<>(hashes.values()).size());
    }

    private static void loseLeader(Story story, TestedCluster cluster, EtcdClients etcd, Duration limit) {
        long began = story.seconds();
        String leader = cluster.status().leader();
        long id = etcd.idOf(leader);
        story.say("the leader is %s, member ID %x; its pod is deleted", leader, id);
        cluster.losePod(leader, limit);
        story.expect("member ID of " + leader, id, etcd.idOf(leader));
        story.expectAtMost("time to be ready again", limit.toSeconds(), story.seconds() - began, "s");
    }

    private static void loseVolume(Story story, Stage stage, TestedCluster cluster, EtcdClients etcd) {
        long began = story.seconds();
        String leader = cluster.status().leader();
        List<Member> before = etcd.members();
        Member victim = before.stream()
                .filter(member -> !member.getName().equals(leader))
                .findFirst()
                .orElseThrow();
        String name = victim.getName();
        story.say("pod and volume of %s, member ID %x, are deleted", name, victim.getId());
        stage.client()
                .persistentVolumeClaims()
                .inNamespace(stage.namespace())
                .withName("data-" + name)
                .delete();
        stage.pod(name).delete();
        // By the status: etcd's own list is ahead of it.
        story.waitUntil(
                name + " to be out of the member list",
                LIMIT,
                () -> !cluster.members().contains(name));
        cluster.awaitMembers(LIMIT);
        List<Member> now = etcd.members();
        story.expect("members", 3, now.size());
        List<Long> ids = before.stream().map(Member::getId).toList();
        now.stream()
                .filter(member -> !ids.contains(member.getId()))
                .forEach(member -> story.say("in its place: member %x %s", member.getId(), member.getName()));
        story.expect(
                "members of the lost ID or name",
                0L,
                now.stream()
                        .filter(member -> member.getId() == victim.getId()
                                || member.getName().equals(name))
                        .count());
        story.expectAtMost("time to be ready again", LIMIT.toSeconds(), story.seconds() - began, "s");
    }
}
