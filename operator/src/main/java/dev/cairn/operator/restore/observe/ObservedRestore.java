// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.restore.observe;

import dev.cairn.crds.backup.SnapshotStatus;
import dev.cairn.crds.cluster.EtcdClusterSpec;
import dev.cairn.crds.cluster.EtcdClusterStatus;
import dev.cairn.crds.cluster.status.RecoveryStatus;
import dev.cairn.crds.restore.EtcdRestoreSpec;
import dev.cairn.crds.restore.EtcdRestoreStatus;
import dev.cairn.crds.store.S3Location;
import dev.cairn.operator.conditions.ConditionSet;
import dev.cairn.operator.jobs.ObservedJob;
import dev.cairn.operator.naming.ResourceKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * One look at a restore.
 *
 * @param backup the EtcdBackup it names; empty if it names none, or if there is none
 * @param target the EtcdCluster of the name it is to make
 * @param createdAt when the resource was made
 * @param freshMember a name for the seed of a restore in place
 * @param missing what the store's location points to and is not there, in words
 */
public record ObservedRestore(
        ResourceKey key,
        long generation,
        String resourceVersion,
        EtcdRestoreSpec spec,
        EtcdRestoreStatus status,
        Optional<BackupView> backup,
        Optional<TargetView> target,
        SortedMap<String, ObservedJob> jobs,
        SortedSet<String> missing,
        String freshMember,
        Instant createdAt,
        Instant now) {

    /** Status of a resource that has none yet. */
    public static final EtcdRestoreStatus NO_STATUS = new EtcdRestoreStatus(null, null, null, null, null, null, null);

    /**
     * What a restore needs to know of a backup.
     *
     * @param snapshots newest first
     */
    public record BackupView(S3Location location, List<SnapshotStatus> snapshots) {
        public BackupView {
            snapshots = List.copyOf(snapshots);
        }
    }

    /**
     * What a restore needs to know of the cluster it makes, or restores in place.
     *
     * @param restoredBy UID of the EtcdRestore that made it; empty if none did
     * @param request the EtcdRestore that it is asked to carry out, by name and UID
     */
    public record TargetView(
            String uid,
            Optional<String> restoredBy,
            boolean ready,
            String message,
            Optional<String> request,
            EtcdClusterSpec spec,
            Optional<EtcdClusterStatus> status) {

        /** The recovery of this UID, however far it has come. */
        public Optional<RecoveryStatus> recovery(String restoreUid) {
            return status.map(EtcdClusterStatus::recovery).filter(each -> restoreUid.equals(each.restoreUid()));
        }

        /** A condition's status is True. */
        public boolean holds(String condition) {
            return status.flatMap(each -> ConditionSet.find(each.conditions(), condition))
                    .map(each -> "True".equals(each.getStatus()))
                    .orElse(false);
        }
    }
}
