// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.scene;

import dev.cairn.crds.backup.SnapshotStatus;
import dev.cairn.crds.restore.RestorePhase;
import dev.cairn.e2e.etcd.EtcdClients;
import dev.cairn.e2e.etcd.TestedCluster;
import dev.cairn.e2e.story.Scene;
import dev.cairn.e2e.story.Stage;
import dev.cairn.e2e.story.Story;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A cluster of three is taken back to a backup where it is: its keys are those of the backup, its revision is above every
 * one that was seen, the old volumes are still there. Negative control: the snapshot in the bucket is damaged, and the
 * cluster stays as it is.
 */
@Scene(controlFailsAt = "the restore failed")
class RestoreInPlaceScene {
    private static final String NAME = "demo";
    private static final Duration BACKED_UP = Duration.ofSeconds(150);
    private static final Duration RESTORE = Duration.ofSeconds(400);
    /** Past the meta pages of the image. */
    private static final long DAMAGED_AT = 8192;

    @Test
    void clusterGoesBackToItsBackupAndNoRevisionDoes(Story story, Stage stage) throws IOException {
        story.say("S3-compatible store");
        S3Store store = S3Store.start(story, stage);
        TestedCluster cluster = TestedCluster.formed(story, stage, NAME, 3);
        List<String> old = cluster.members();
        String id = cluster.status().clusterId();
        EtcdClients etcd = EtcdClients.of(stage, cluster);
        etcd.put("before", "1");
        SnapshotStatus snapshot = backUp(story, stage, store);
        story.say("%s: revision %d", snapshot.object(), snapshot.revision());
        etcd.put("after", "2");
        long known = etcd.revision();
        if (story.isControl()) {
            damage(store.objects(".snap").getLast());
        }
        stage.apply("""
                apiVersion: etcd.cairn.dev/v1alpha1
                kind: EtcdRestore
                metadata: {name: back}
                spec:
                  source: {backupRef: {name: once}}
                  clusterRef: {name: %s, clusterId: %s}
                """.formatted(NAME, id));
        RestoreSeen restore = new RestoreSeen(story, stage, "back");
        story.waitUntil(
                "the restore to be done", RESTORE, () -> restore.phase() == RestorePhase.COMPLETED, restore::told);
        cluster.awaitMembers(TestedCluster.FORMATION);
        EtcdClients again = EtcdClients.of(stage, cluster);
        story.expect("keys", 1, again.keys("", 0).size());
        story.expect("keys written after the backup", 0, again.keys("after", 0).size());
        story.expect("revision is above the highest before", true, again.revision() > known);
        story.expect("volumes set aside", old.stream().sorted().toList(), setAside(stage));
    }

    private static SnapshotStatus backUp(Story story, Stage stage, S3Store store) {
        TestedBackup once = TestedBackup.asked(stage, "once", NAME, store.destination(S3Store.RIGHT), "");
        story.waitUntil("the backup", BACKED_UP, () -> once.lastSuccess().isPresent());
        return once.lastSuccess().orElseThrow();
    }

    private static void damage(Path snapshot) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(snapshot.toFile(), "rw")) {
            file.seek(DAMAGED_AT);
            file.write("damaged".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static List<String> setAside(Stage stage) {
        return stage
                .client()
                .persistentVolumeClaims()
                .inNamespace(stage.namespace())
                .withLabel("etcd.cairn.dev/quarantined", NAME)
                .list()
                .getItems()
                .stream()
                .map(each -> each.getMetadata().getLabels().get("etcd.cairn.dev/member"))
                .sorted()
                .toList();
    }
}
