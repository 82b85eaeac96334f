// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.disk.FileDisk;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.testkit.GoEtcd;
import dev.cairn.node.wal.WriteAheadLog;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stock etcd 3.6 picks its snapshot file at start: it must accept one of ours in place of its own. */
class EtcdSnapshotFilesIT {
    @TempDir
    private Path directory;

    @Test
    void etcdStartsFromOurSnapshotFile() throws Exception {
        try (GoEtcd etcd = GoEtcd.start("3.6", directory, "--snapshot-count=20")) {
            for (int i = 0; i < 50; i++) {
                etcd.ctl("put", "key" + i, "value " + i);
            }
        }
        FileDisk disk = new FileDisk();
        SnapshotFiles files = new SnapshotFiles(disk, directory.resolve("member/snap"));
        Snapshot theirs = files.loadNewest(WriteAheadLog.validSnapshots(disk, directory.resolve("member/wal")))
                .orElseThrow();
        MembershipBlob blob = MembershipBlob.decode(theirs.data());
        assertThat(blob.members()).hasSize(1);
        assertThat(blob.members().getFirst().name()).isEqualTo("default");
        assertThat(blob.version()).isEqualTo("3.6.0");

        files.purge(0);
        files.save(new Snapshot(theirs.metadata(), blob.encode()));
        try (GoEtcd etcd = GoEtcd.start("3.6", directory)) {
            assertThat(etcd.ctl("get", "key49")).contains("value 49");
            assertThat(etcd.ctl("member", "list")).contains("default");
        }
    }
}
