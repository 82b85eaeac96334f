// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.image;

import static dev.cairn.node.image.Images.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.testkit.GoEtcd;
import dev.cairn.testkit.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our images through etcd's own tools, and theirs through ours. */
class ImageGoToolsIT {
    @TempDir
    Path dir;

    private static MemoryTables store(String storageVersion) {
        Random random = new Random(11);
        MemoryTables tables = new MemoryTables();
        for (int i = 0; i < 5000; i++) {
            byte[] value = new byte[i == 77 ? 200 * 1024 : random.nextInt(300)];
            random.nextBytes(value);
            tables.put(Bucket.KEY, Images.revision(2 + i, 0), Images.keyValue("key-" + i, 2 + i, value));
        }
        tables.put(Bucket.KEY, Images.tombstone(5002, 0), new byte[] {0x0a, 5, 'k', 'e', 'y', '-', '0'});
        tables.put(Bucket.META, bytes("consistent_index"), new byte[] {0, 0, 0, 0, 0, 0, 0, 9});
        tables.put(Bucket.META, bytes("term"), new byte[] {0, 0, 0, 0, 0, 0, 0, 2});
        tables.put(Bucket.META, bytes("confState"), bytes("{\"voters\":[10276657743932975437],\"auto_leave\":false}"));
        tables.put(Bucket.META, bytes("storageVersion"), bytes(storageVersion));
        tables.put(Bucket.CLUSTER, bytes("clusterVersion"), bytes(storageVersion));
        return tables;
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.6", "3.7"})
    void goSeesTheSameStatusOfOurSnapshot(String version) throws IOException {
        Path file = Images.writeSnapshot(store(version + ".0"), dir.resolve("ours.db"));
        assertSameStatus(version, file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.6", "3.7"})
    void goRestoresOurSnapshotAndServesItsKeys(String version) throws IOException {
        Path file = Images.writeSnapshot(store(version + ".0"), dir.resolve("ours.db"));
        Path restored = dir.resolve("restored");
        Program.stock("etcdutl-" + version).output("snapshot", "restore", file.toString(), "--data-dir=" + restored);
        try (GoEtcd etcd = GoEtcd.start(version, restored)) {
            assertThat(etcd.ctl("get", "key-", "--prefix", "--count-only", "-w", "fields"))
                    .contains("\"Count\" : 4999")
                    .contains("\"Revision\" : 5002");
            assertThat(etcd.ctl("put", "after", "restore")).contains("OK");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.6", "3.7"})
    void weReadASnapshotOfGoEtcdAndWriteOneOfTheSameHash(String version) throws IOException {
        Path theirs = dir.resolve("theirs.db");
        try (GoEtcd etcd = GoEtcd.start(version, dir.resolve("go"))) {
            for (int i = 0; i < 40; i++) {
                etcd.ctl("put", "k" + i % 13, "v".repeat(i * 200));
            }
            etcd.ctl("del", "k5");
            etcd.ctl("compact", "20");
            etcd.ctl("lease", "grant", "600");
            etcd.ctl("user", "add", "ann:secret");
            etcd.ctl("snapshot", "save", theirs.toString());
        }
        assertThat(new SnapshotFile(theirs).digests().match()).isTrue();
        assertSameStatus(version, theirs);
        try (ImageReader image = ImageReader.open(theirs)) {
            assertThat(image.check()).isEmpty();
            Path ours = Images.writeSnapshot(image, dir.resolve("ours.db"));
            assertSameStatus(version, ours);
            try (ImageReader copy = ImageReader.open(ours)) {
                Images.assertSameRecords(copy, image);
            }
        }
    }

    /** A live member's file has a page size, free pages and trailing bytes of its own. */
    @Test
    void weReadADatabaseFileOfAStoppedMember() throws IOException {
        Path data = dir.resolve("go");
        try (GoEtcd etcd = GoEtcd.start("3.7", data)) {
            for (int i = 0; i < 30; i++) {
                etcd.ctl("put", "k" + i, "v".repeat(5000));
            }
            etcd.ctl("compact", "30", "--physical");
        }
        Path file = data.resolve("member/snap/db");
        assertThat(new SnapshotFile(file).hasDigest()).isFalse();
        assertSameStatus("3.7", file);
    }

    private void assertSameStatus(String version, Path file) throws IOException {
        String json = Program.stock("etcdutl-" + version).output("snapshot", "status", file.toString(), "-w", "json");
        JsonNode theirs = new ObjectMapper().readTree(json);
        try (ImageReader image = ImageReader.open(file)) {
            assertThat(image.check()).isEmpty();
            ImageStatus ours = ImageStatus.of(image);
            assertThat(Integer.toUnsignedLong(ours.hash()))
                    .isEqualTo(theirs.get("hash").asLong());
            assertThat(ours.revision()).isEqualTo(theirs.get("revision").asLong());
            assertThat(ours.totalKeys()).isEqualTo(theirs.get("totalKey").asLong());
            assertThat(ours.totalSizeBytes()).isEqualTo(theirs.get("totalSize").asLong());
            assertThat(ours.version()).isEqualTo(theirs.get("version").asText());
        }
    }
}
