// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.image.ImageReader;
import dev.cairn.node.storage.Bucket;
import dev.cairn.node.storage.Cursor;
import dev.cairn.node.testkit.GoEtcd;
import dev.cairn.testkit.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** etcdutl's restore and ours of the same snapshot, record by record; and stock etcd on what ours wrote. */
class SnapshotRestoreGoToolsIT {
    private static final String[] CLUSTER = {
        "--name=b",
        "--initial-cluster=a=http://127.0.0.1:11,b=http://127.0.0.1:12,c=http://127.0.0.1:13",
        "--initial-advertise-peer-urls=http://127.0.0.1:12",
        "--initial-cluster-token=restored",
        "--bump-revision=500",
        "--mark-compacted"
    };

    private static final String THREE_VOTERS = HexFormat.of()
            .formatHex("{\"voters\":[6260569649785545676,6319176777604887911,8223714333173406419],\"auto_leave\":false}"
                    .getBytes(StandardCharsets.UTF_8));

    @TempDir
    Path dir;

    private Path snapshotOfGo() {
        Path snapshot = dir.resolve("snapshot.db");
        try (GoEtcd etcd = GoEtcd.start("3.7", dir.resolve("go"))) {
            for (int i = 0; i < 25; i++) {
                etcd.ctl("put", "k" + i % 7, "v" + i);
            }
            etcd.ctl("del", "k3");
            etcd.ctl("compact", "9");
            etcd.ctl("lease", "grant", "600");
            etcd.ctl("user", "add", "ann:secret");
            etcd.ctl("snapshot", "save", snapshot.toString());
        }
        return snapshot;
    }

    @Test
    void storeHoldsTheSameRecordsAsEtcdsOwnRestore() throws IOException {
        Path snapshot = snapshotOfGo();
        Path theirs = dir.resolve("theirs");
        Path ours = dir.resolve("ours");
        Program.stock("etcdutl-3.7").output(command(snapshot, theirs, CLUSTER));
        Program.Outcome outcome = Tool.etcdutl(command(snapshot, ours, CLUSTER));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        try (ImageReader expected = ImageReader.open(theirs.resolve("member/snap/db"));
                ImageReader actual = new RestoredDirectory(ours).image(dir.resolve("image"))) {
            for (Bucket bucket : Bucket.values()) {
                Map<String, String> wanted = records(expected, bucket);
                if (bucket == Bucket.META) {
                    // etcdutl leaves the old cluster's configuration, which etcd then overrules; ours is read at start.
                    assertThat(wanted.put("confState", THREE_VOTERS)).isNotEqualTo(THREE_VOTERS);
                }
                assertThat(records(actual, bucket)).as("%s", bucket).isEqualTo(wanted);
            }
        }
    }

    @Test
    void stockEtcdGoesOnFromOurLogAndStore() throws IOException {
        Path ours = dir.resolve("ours");
        assertThat(Tool.etcdutl(command(snapshotOfGo(), ours)).exitCode()).isZero();
        Path stock = dir.resolve("stock");
        Path wal = Files.createDirectories(stock.resolve("member/wal"));
        Files.createDirectories(stock.resolve("member/snap"));
        new RestoredDirectory(ours).image(stock.resolve("member/snap/db")).close();
        try (Stream<Path> segments = Files.list(ours.resolve("member/wal"))) {
            for (Path segment : segments.toList()) {
                Files.copy(segment, wal.resolve(segment.getFileName()));
            }
        }
        try (GoEtcd etcd = GoEtcd.start("3.7", stock)) {
            assertThat(etcd.ctl("get", "k", "--prefix", "--count-only", "-w", "fields"))
                    .contains("\"Count\" : 6")
                    .contains("\"ClusterID\" : 14841639068965178418");
            assertThat(etcd.ctl("member", "list")).contains("8e9e05c52164694d, started, default");
            assertThat(etcd.ctl("put", "more", "1")).contains("OK");
        }
    }

    private static String[] command(Path snapshot, Path dataDir, String... flags) {
        return Stream.concat(
                        Stream.of("snapshot", "restore", snapshot.toString(), "--data-dir=" + dataDir),
                        Stream.of(flags))
                .toArray(String[]::new);
    }

    private static Map<String, String> records(ImageReader image, Bucket bucket) {
        Map<String, String> records = new TreeMap<>();
        try (Cursor cursor = image.scan(bucket, new byte[0], null)) {
            while (cursor.next()) {
                String key = bucket == Bucket.META
                        ? new String(cursor.key())
                        : HexFormat.of().formatHex(cursor.key());
                records.put(key, HexFormat.of().formatHex(cursor.value()));
            }
        }
        return records;
    }
}
