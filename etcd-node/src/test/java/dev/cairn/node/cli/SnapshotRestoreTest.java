// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.cairn.node.disk.FileDisk;
import dev.cairn.node.image.ImageReader;
import dev.cairn.node.image.ImageWriter;
import dev.cairn.node.image.SnapshotFile;
import dev.cairn.node.mvcc.Revision;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.DataDirectory;
import dev.cairn.node.storage.DirectoryIdentity;
import dev.cairn.node.storage.WriteTx;
import dev.cairn.node.testkit.MemoryBackend;
import dev.cairn.node.wal.ReplayedLog;
import dev.cairn.node.wal.WalSnapshot;
import dev.cairn.node.wal.WriteAheadLog;
import dev.cairn.node.wire.mvccpb.KeyValue;
import dev.cairn.testkit.Program.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotRestoreTest {
    @TempDir
    Path dir;

    private Path snapshot;
    private Path target;

    @BeforeEach
    void takeASnapshot() throws IOException {
        target = dir.resolve("data");
        snapshot = dir.resolve("snapshot.db");
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        try (MemoryBackend store = new MemoryBackend()) {
            try (WriteTx tx = store.begin()) {
                for (int i = 2; i < 100; i++) {
                    tx.put(Bucket.KEY, new Revision(i, 0).putKey(), keyValue("k" + i % 10, i));
                }
                tx.put(Bucket.MEMBERS, bytes("1234"), bytes("{\"id\":4660}"));
                tx.put(Bucket.MEMBERS_REMOVED, bytes("77"), bytes("removed"));
                tx.put(Bucket.META, bytes("consistent_index"), new byte[] {0, 0, 0, 0, 0, 0, 0, 99});
                tx.put(Bucket.CLUSTER, bytes("clusterVersion"), bytes("3.7.0"));
                tx.commit();
            }
            new ImageWriter(store.read()).writeTo(image);
        }
        byte[] digest = SnapshotFile.sha256().digest(image.toByteArray());
        image.write(digest);
        Files.write(snapshot, image.toByteArray());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] keyValue(String key, long revision) {
        return KeyValue.newBuilder()
                .setKey(ByteString.copyFromUtf8(key))
                .setModRevision(revision)
                .setCreateRevision(revision)
                .setVersion(1)
                .build()
                .toByteArray();
    }

    private Outcome restore(String... more) {
        String[] command = {"snapshot", "restore", snapshot.toString(), "--data-dir=" + target};
        String[] all = Arrays.copyOf(command, command.length + more.length);
        System.arraycopy(more, 0, all, command.length, more.length);
        return Tool.etcdutl(all);
    }

    @Test
    void singleMemberGetsEtcdsIdsAndTheSnapshotsKeys() throws IOException {
        Outcome outcome = restore();
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("restoring snapshot", "restored snapshot", target.toString());
        try (DataDirectory directory = DataDirectory.open(target)) {
            assertThat(directory.identity()).contains(DirectoryIdentity.of(0x8e9e05c52164694dL, 0xcdf818194e3a8c32L));
        }
        try (ImageReader image = new RestoredDirectory(target).image(dir.resolve("image"))) {
            assertThat(image.get(Bucket.KEY, new Revision(99, 0).putKey())).isEqualTo(keyValue("k9", 99));
            assertThat(image.get(Bucket.MEMBERS, bytes("1234"))).isNull();
            assertThat(image.get(Bucket.MEMBERS_REMOVED, bytes("77"))).isNull();
            assertThat(image.get(Bucket.MEMBERS, bytes("8e9e05c52164694d")))
                    .asString()
                    .isEqualTo("{\"id\":10276657743932975437,\"peerURLs\":[\"http://localhost:2380\"],"
                            + "\"name\":\"default\"}");
            assertThat(image.get(Bucket.META, bytes("consistent_index")))
                    .isEqualTo(new byte[] {0, 0, 0, 0, 0, 0, 0, 1});
            assertThat(image.get(Bucket.CLUSTER, bytes("clusterVersion")))
                    .asString()
                    .isEqualTo("3.7.0");
        }
    }

    @Test
    void logBeginsBehindTheEntriesThatAddTheMembers() {
        restore(
                "--name=b",
                "--initial-cluster=a=http://127.0.0.1:1,b=http://127.0.0.1:2",
                "--initial-advertise-peer-urls=http://127.0.0.1:2");
        Path wal = target.resolve("member/wal");
        List<WalSnapshot> snapshots = WriteAheadLog.validSnapshots(new FileDisk(), wal);
        assertThat(snapshots).hasSize(2);
        assertThat(snapshots.getLast().index()).isEqualTo(2);
        assertThat(snapshots.getLast().confState().voters()).hasSize(2);
        ReplayedLog recovered = WriteAheadLog.open(new FileDisk(), wal, WalSnapshot.NONE);
        try (WriteAheadLog log = recovered.log()) {
            assertThat(log.tailOffset()).isPositive();
            assertThat(recovered.entries()).hasSize(2);
            assertThat(recovered.hardState().commit()).isEqualTo(2);
            assertThat(recovered.hardState().term()).isEqualTo(1);
        }
    }

    @Test
    void raisedRevisionIsTheLastAndScheduledForCompaction() throws IOException {
        assertThat(restore("--bump-revision=1000", "--mark-compacted").exitCode())
                .isZero();
        byte[] raised = new Revision(1099, 0).putKey();
        try (ImageReader image = new RestoredDirectory(target).image(dir.resolve("image"))) {
            assertThat(image.lastKey(Bucket.KEY)).isEqualTo(raised);
            assertThat(image.get(Bucket.KEY, raised)).isEmpty();
            assertThat(image.get(Bucket.META, bytes("scheduledCompactRev"))).isEqualTo(raised);
        }
    }

    @Test
    void raisingAndMarkingGoTogether() {
        for (String half : List.of("--bump-revision=5", "--mark-compacted")) {
            Outcome outcome = restore(half);
            assertThat(outcome.exitCode()).isEqualTo(128);
            assertThat(outcome.err()).isEqualTo("Error: --mark-compacted required if --revision-bump > 0\n");
        }
        assertThat(target).doesNotExist();
    }

    @Test
    void damagedSnapshotIsRefusedAndLeavesNothing() throws IOException {
        byte[] sound = Files.readAllBytes(snapshot);
        byte[] flipped = sound.clone();
        flipped[9000] ^= 1;
        Files.write(snapshot, flipped);
        assertRefused("expected sha256 [");
        Files.write(snapshot, Arrays.copyOf(sound, sound.length - 32));
        assertRefused("snapshot missing hash but --skip-hash-check=false");
        Files.write(snapshot, Arrays.copyOf(sound, 2 * 4096));
        assertThat(restore("--skip-hash-check").err()).contains("truncated or damaged");
        Files.writeString(snapshot, "{}");
        assertThat(restore("--skip-hash-check").err()).contains("no etcd database image");
        Files.delete(snapshot);
        assertRefused("Error: open " + snapshot + ": no such file or directory\n");
        assertThat(target).doesNotExist();
        Files.write(snapshot, Arrays.copyOf(sound, sound.length - 32));
        assertThat(restore("--skip-hash-check").exitCode()).isZero();
    }

    private void assertRefused(String reason) {
        Outcome outcome = restore();
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains(reason);
    }

    @Test
    void usedDirectoryIsLeftAlone() throws IOException {
        Files.createDirectories(target);
        Files.writeString(target.resolve("precious"), "x");
        assertRefused("Error: data-dir \"" + target + "\" not empty or could not be read\n");
        assertThat(target.resolve("precious")).hasContent("x");
        Files.delete(target.resolve("precious"));
        Path halfDone = target.resolve(".restoring/member/store");
        Files.createDirectories(halfDone);
        assertThat(restore().exitCode()).isZero();
        assertThat(target.resolve(".restoring")).doesNotExist();
    }

    @Test
    void logMayLieElsewhereButOnlyInANewDirectory() {
        assertRefusedWal();
        assertThat(restore("--wal-dir=" + dir.resolve("log")).exitCode()).isZero();
        assertThat(WriteAheadLog.exists(new FileDisk(), dir.resolve("log"))).isTrue();
        assertThat(target.resolve("member/wal")).doesNotExist();
    }

    private void assertRefusedWal() {
        Outcome outcome = restore("--wal-dir=" + dir);
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("wal-dir \"" + dir + "\" exists");
        assertThat(target).doesNotExist();
    }

    @Test
    void clusterFlagsThatContradictEachOtherAreNamed() {
        assertThat(restore("--name=foo").err())
                .contains("couldn't find local name \"foo\" in the initial cluster configuration");
        assertThat(restore("--initial-advertise-peer-urls=http://127.0.0.1:9").err())
                .contains("--initial-cluster has default", "--initial-advertise-peer-urls");
        assertThat(restore("--bump-revision=-1").err())
                .startsWith("Error: invalid argument \"-1\" for \"--bump-revision\" flag: "
                        + "strconv.ParseUint: parsing \"-1\": invalid syntax\n");
        assertThat(target).doesNotExist();
    }
}
