// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.removal;

import dev.cairn.crds.cluster.DeletionPolicy;
import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.crds.cluster.EtcdClusterStatus;
import dev.cairn.operator.cluster.snapshot.BackupView;
import dev.cairn.operator.jobs.ObservedJob;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One look at a cluster that is being deleted.
 *
 * @param namespaceEnds its namespace is being deleted: nothing can be made in it, and all that is in it goes
 * @param pods how many there are
 * @param ours volumes with this cluster's data
 * @param others names of volumes that bear its label and hold another one's
 * @param backups EtcdBackups of this cluster
 * @param proof the Job that proves the last snapshot
 */
record ObservedRemoval(
        EtcdCluster cluster,
        EtcdClusterStatus status,
        DeletionPolicy policy,
        boolean namespaceEnds,
        int pods,
        List<Volume> ours,
        List<String> others,
        List<BackupView> backups,
        Optional<ObservedJob> proof,
        Instant now) {
    ObservedRemoval {
        ours = List.copyOf(ours);
        others = List.copyOf(others);
        backups = List.copyOf(backups);
    }

    /** A volume, by its name, and which of several of that name over time. */
    record Volume(String name, String uid) {}

    String namespace() {
        return cluster.getMetadata().getNamespace();
    }

    String name() {
        return cluster.getMetadata().getName();
    }
}
