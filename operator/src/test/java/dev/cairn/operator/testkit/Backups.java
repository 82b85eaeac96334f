// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import dev.cairn.crds.backup.EtcdBackupSpec;
import dev.cairn.crds.backup.SnapshotStatus;
import dev.cairn.operator.cluster.snapshot.BackupView;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Optional;

/** EtcdBackups of the cluster of a {@link World}. */
final class Backups {
    static final SnapshotStatus SNAPSHOT =
            new SnapshotStatus("default/demo/1.db", World.NOW.toString(), 50L, 100L, "ab", 1L, 1L, 1L);

    private Backups() {}

    static BackupView of(String name, boolean ours, Optional<SnapshotStatus> done, Optional<String> failure) {
        var spec = new KubernetesSerialization().unmarshal("""
                        clusterRef: {name: demo}
                        destination: {s3: {bucket: backups, credentialsSecretRef: {name: s3}}}
                        """, EtcdBackupSpec.class);
        return new BackupView(name, "backup-" + name, ours, spec, done, failure, "as it was asked for");
    }
}
