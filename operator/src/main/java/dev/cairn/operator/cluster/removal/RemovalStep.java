// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.removal;

import dev.cairn.crds.backup.EtcdBackup;
import dev.cairn.crds.cluster.status.LastSnapshotStatus;
import dev.cairn.operator.cluster.snapshot.BackupView;

/** The next thing to do about a cluster that is being deleted. */
sealed interface RemovalStep {
    /** In one sentence. */
    String message();

    /** Ask for the last snapshot. */
    record Ask(LastSnapshotStatus record, EtcdBackup wanted, String message) implements RemovalStep {}

    /** Note that it is stored. */
    record Note(LastSnapshotStatus record, String message) implements RemovalStep {}

    /** Have it downloaded and proven. */
    record Prove(LastSnapshotStatus record, BackupView backup, String message) implements RemovalStep {}

    /**
     * Nothing for now.
     *
     * @param reason one word
     * @param failing it does not come about by itself
     */
    record Wait(String reason, boolean failing, String message) implements RemovalStep {}

    /** Let everything go; the volumes too, or not. */
    record Finish(boolean volumes, String message) implements RemovalStep {}
}
