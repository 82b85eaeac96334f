// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.snapshot;

import dev.cairn.crds.backup.EtcdBackupSpec;
import dev.cairn.crds.backup.SnapshotStatus;
import java.util.Optional;

/**
 * An EtcdBackup of a cluster.
 *
 * @param ours it was made for one snapshot by the operator itself
 * @param done its newest snapshot
 * @param failure why its last run failed, as long as nothing has changed since; empty where it did not
 * @param message what its condition Ready says
 */
public record BackupView(
        String name,
        String uid,
        boolean ours,
        EtcdBackupSpec spec,
        Optional<SnapshotStatus> done,
        Optional<String> failure,
        String message) {

    /** Whether it tells where a snapshot may go. */
    boolean destination() {
        return !ours && spec != null && !Boolean.TRUE.equals(spec.suspend());
    }
}
