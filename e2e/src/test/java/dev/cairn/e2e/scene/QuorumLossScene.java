// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.scene;

import dev.cairn.crds.cluster.status.RecoveryStatus;
import dev.cairn.crds.restore.RestorePhase;
import dev.cairn.e2e.etcd.EtcdClients;
import dev.cairn.e2e.etcd.TestedCluster;
import dev.cairn.e2e.story.Scene;
import dev.cairn.e2e.story.Stage;
import dev.cairn.e2e.story.Story;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Two of three members lose their volumes; the cluster goes on from the third, with every key, within 120 s of being asked
 * to. Negative control: the third one's volume goes, too.
 */
@Scene(controlFailsAt = "gave up on the cluster to go on")
class QuorumLossScene {
    private static final String NAME = "demo";
    private static final int KEYS = 100;
    private static final Duration NOTICED = Duration.ofSeconds(60);
    private static final Duration GOES_ON = Duration.ofSeconds(120);

    @Test
    void clusterGoesOnFromTheMemberThatIsLeft(Story story, Stage stage) {
        TestedCluster cluster = TestedCluster.formed(story, stage, NAME, 3);
        EtcdClients etcd = EtcdClients.of(stage, cluster);
        for (int key = 0; key < KEYS; key++) {
            etcd.put("key-" + key, "value");
        }
        String survivor = cluster.status().leader();
        List<String> lost = cluster.members().stream()
                .filter(each -> story.isControl() || !each.equals(survivor))
                .toList();
        story.say("volumes of %s go", lost);
        lost.forEach(each -> lose(stage, each));
        story.waitUntil(
                "the loss to be noticed",
                NOTICED,
                () -> cluster.status().conditions().stream()
                        .anyMatch(each -> each.getType().equals("Available")
                                && each.getStatus().equals("False")));
        stage.apply("""
                apiVersion: etcd.cairn.dev/v1alpha1
                kind: EtcdRestore
                metadata: {name: go-on}
                spec:
                  source: {survivor: {auto: true}}
                  clusterRef: {name: %s}
                """.formatted(NAME));
        RestoreSeen restore = new RestoreSeen(story, stage, "go-on");
        story.waitUntil(
                "the cluster to go on", GOES_ON, () -> restore.phase() == RestorePhase.COMPLETED, restore::told);
        RecoveryStatus recovery = cluster.status().recovery();
        story.expect("survivor", survivor, recovery.member());
        story.say("%s", recovery.message());
        cluster.awaitMembers(TestedCluster.FORMATION);
        EtcdClients again = EtcdClients.of(stage, cluster);
        story.expect("keys", KEYS, again.keys("key-", 0).size());
    }

    private static void lose(Stage stage, String member) {
        stage.client()
                .persistentVolumeClaims()
                .inNamespace(stage.namespace())
                .withName("data-" + member)
                .delete();
        stage.pod(member).withGracePeriod(0).delete();
    }
}
