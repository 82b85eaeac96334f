// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.scene;

import dev.cairn.crds.backup.SnapshotStatus;
import dev.cairn.crds.restore.RestorePhase;
import dev.cairn.e2e.etcd.EtcdClients;
import dev.cairn.e2e.etcd.TestedCluster;
import dev.cairn.e2e.story.Scene;
import dev.cairn.e2e.story.Stage;
import dev.cairn.e2e.story.Story;
import io.fabric8.kubernetes.api.model.Condition;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A cluster is backed up every minute, the bucket keeps the newest two; what was written meanwhile and afterwards tells the
 * restored state from any other. Negative control: the snapshot in the bucket is damaged.
 */
@Scene(controlFailsAt = "the restore failed")
class BackupRestoreScene {
    private static final String RESTORED = "restored";
    private static final int KEPT = 2;
    private static final int KEYS = 3;
    private static final long LEASE_SECONDS = 86_400;
    private static final Duration REFUSED = Duration.ofSeconds(120);
    private static final Duration BACKED_UP = Duration.ofSeconds(150);
    private static final Duration RESTORE = Duration.ofSeconds(400);
    /** Past the meta pages of the image. */
    private static final long DAMAGED_AT = 8192;

    @Test
    void lastBackupBecomesANewClusterWithTheKeysVersionsAndLeasesOfThatMoment(Story story, Stage stage)
            throws IOException {
        story.say("S3-compatible store");
        S3Store store = S3Store.start(story, stage);
        TestedCluster source = TestedCluster.formed(story, stage, "source", 1);
        EtcdClients etcd = EtcdClients.of(stage, source);
        writeBefore(story, etcd);
        refuseWrongSecret(story, stage, store);
        SnapshotStatus last = backUpEachMinute(story, stage, store, etcd);
        expectKept(story, store);

        story.say("writes after the backup");
        List<String> expected = contents(etcd, last.revision());
        story.say("at the backup, revision %d: %d keys and leases", last.revision(), expected.size());
        for (int i = 1; i <= KEYS; i++) {
            etcd.put("versions-" + i, "after-the-backup");
        }
        etcd.put("only-after", "value");
        if (story.isControl()) {
            damage(story, store.objects(".snap").getLast());
        }
        restore(story, stage);
        compare(story, expected, etcd, EtcdClients.of(stage, TestedCluster.madeByOthers(story, stage, RESTORED)));
        expectKept(story, store);
    }

    private static void writeBefore(Story story, EtcdClients etcd) {
        story.say("writes");
        long lease = EtcdClients.answer(etcd.client().getLeaseClient().grant(LEASE_SECONDS))
                .getID();
        for (int key = 1; key <= KEYS; key++) {
            for (int version = 1; version <= key; version++) {
                etcd.put("versions-" + key, "version " + version);
            }
        }
        etcd.put("gone", "soon");
        etcd.delete("gone");
        etcd.put("leased", "value", lease);
        story.say("a lease with a key: %x; keys with one to three versions; a deleted key", lease);
    }

    private static void refuseWrongSecret(Story story, Stage stage, S3Store store) {
        story.say("a wrong secret");
        TestedBackup wrong = TestedBackup.asked(stage, "wrong", "source", store.destination(S3Store.WRONG), "");
        story.waitUntil(
                "the condition",
                REFUSED,
                () -> wrong.ready()
                        .filter(ready -> ready.getReason().equals("AccessDenied"))
                        .isPresent());
        Condition ready = wrong.ready().orElseThrow();
        story.say("%s: %s", ready.getReason(), ready.getMessage());
        story.expect("Ready", "False", ready.getStatus());
        story.expect("objects in the bucket", 0, store.objects("").size());
        wrong.delete();
    }

    /** The last of as many backups and one more as the bucket keeps; none is under way any more. */
    private static SnapshotStatus backUpEachMinute(Story story, Stage stage, S3Store store, EtcdClients etcd) {
        story.say("a backup each minute");
        TestedBackup minutely = TestedBackup.asked(
                stage,
                "minutely",
                "source",
                store.destination(S3Store.RIGHT),
                "schedule: '* * * * *', retention: {keepLast: " + KEPT + "}");
        String last = "";
        for (int made = 1; made <= KEPT + 1; made++) {
            String before = last;
            story.waitUntil(
                    "backup " + made + " of " + (KEPT + 1),
                    BACKED_UP,
                    () -> minutely.lastSuccess()
                            .filter(success -> !success.object().equals(before))
                            .isPresent());
            SnapshotStatus success = minutely.lastSuccess().orElseThrow();
            last = success.object();
            story.say(
                    "  %s: revision %d, %d bytes, HashKV %d",
                    last, success.revision(), success.sizeBytes(), success.hashKV());
            etcd.put("between-" + made, "value");
        }
        minutely.suspend();
        story.waitUntil("the run under way to end", BACKED_UP, () -> !minutely.isRunning());
        return minutely.lastSuccess().orElseThrow();
    }

    private static void expectKept(Story story, S3Store store) {
        story.expect("objects in the bucket", KEPT, store.objects("").size());
        story.expect("snapshots among them", KEPT, store.objects(".snap").size());
    }

    /** Key, value, version and lease of every key at that revision, or now where it is 0, and the leases there are. */
    private static List<String> contents(EtcdClients etcd, long revision) {
        Stream<String> keys = etcd.keys("", revision).stream()
                .map(kv -> "%s = %s, version %d, lease %x"
                        .formatted(kv.getKey(), kv.getValue(), kv.getVersion(), kv.getLease()));
        return Stream.concat(keys, etcd.leases().stream()).toList();
    }

    private static void damage(Story story, Path snapshot) throws IOException {
        story.say("the snapshot in the bucket is damaged");
        try (RandomAccessFile file = new RandomAccessFile(snapshot.toFile(), "rw")) {
            file.seek(DAMAGED_AT);
            file.write("damaged".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void restore(Story story, Stage stage) {
        story.say("restore into %s", RESTORED);
        stage.apply("""
                apiVersion: etcd.cairn.dev/v1alpha1
                kind: EtcdRestore
                metadata: {name: again}
                spec:
                  source: {backupRef: {name: minutely}}
                  clusterTemplate:
                    name: %s
                    spec: {replicas: 3, storage: {size: 1Gi}, resources: %s, deletionPolicy: Delete}
                """.formatted(RESTORED, TestedCluster.MEMBER_RESOURCES));
        RestoreSeen restore = new RestoreSeen(story, stage, "again");
        story.waitUntil(
                "the restore to be under way",
                RESTORE,
                () -> restore.phase().compareTo(RestorePhase.RESTORING) >= 0,
                restore::told);
        TestedCluster.madeByOthers(story, stage, RESTORED).awaitMembers(TestedCluster.FORMATION);
        story.waitUntil(
                "the restore to be done", RESTORE, () -> restore.phase() == RestorePhase.COMPLETED, restore::told);
    }

    private static void compare(Story story, List<String> expected, EtcdClients source, EtcdClients restored) {
        story.say("compare");
        List<String> found = contents(restored, 0);
        if (!found.equals(expected)) {
            throw new AssertionError("the restored cluster differs from the backup\n  expected: "
                    + String.join("\n            ", expected) + "\n  found:    "
                    + String.join("\n            ", found));
        }
        story.say("keys, values, versions and leases are those of the backup: %d lines", found.size());
        long before = source.revision();
        long after = restored.revision();
        if (after <= before) {
            throw new AssertionError("revision " + after + " is not above the source's " + before);
        }
        story.say("revision %d is above the source's %d", after, before);
    }
}
