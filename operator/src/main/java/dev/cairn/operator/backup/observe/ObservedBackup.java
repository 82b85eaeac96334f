// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.backup.observe;

import dev.cairn.crds.backup.EtcdBackupSpec;
import dev.cairn.crds.backup.EtcdBackupStatus;
import dev.cairn.crds.backup.SnapshotStatus;
import dev.cairn.operator.jobs.ObservedJob;
import dev.cairn.operator.naming.ResourceKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * One look at a backup.
 *
 * @param jobs by name
 * @param missing what the specification points to and is not there, in words
 */
public record ObservedBackup(
        ResourceKey key,
        long generation,
        String resourceVersion,
        Instant createdAt,
        EtcdBackupSpec spec,
        EtcdBackupStatus status,
        Optional<ClusterView> cluster,
        SortedMap<String, ObservedJob> jobs,
        SortedSet<String> missing,
        Instant now) {

    /** Status of a resource that has none yet. */
    public static final EtcdBackupStatus NO_STATUS =
            new EtcdBackupStatus(null, null, null, null, null, null, null, null, null, null);

    /** Objects of the snapshots that the status lists. */
    public List<String> listed() {
        return status.snapshots() == null
                ? List.of()
                : status.snapshots().stream().map(SnapshotStatus::object).toList();
    }

    /**
     * What a backup needs to know of its cluster.
     *
     * @param endpoint URL of the client Service
     * @param clientSecret what to show to members; empty without TLS
     */
    public record ClusterView(String name, boolean available, String endpoint, Optional<String> clientSecret) {}
}
