// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.removal;

import dev.cairn.crds.cluster.DeletionPolicy;
import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.crds.cluster.EtcdClusterStatus;
import dev.cairn.crds.cluster.status.LastSnapshotStatus;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.snapshot.BackupReader;
import dev.cairn.operator.cluster.snapshot.BackupView;
import dev.cairn.operator.jobs.JobReader;
import dev.cairn.operator.jobs.ObservedJob;
import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.naming.ResourceKey;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at a cluster that is being deleted, live. */
final class RemovalObserver {
    private final KubernetesClient client;
    private final BackupReader backups;
    private final JobReader jobs;
    private final InstantSource clock;

    RemovalObserver(KubernetesClient client, InstantSource clock) {
        this.client = client;
        this.backups = new BackupReader(client);
        this.jobs = new JobReader(client);
        this.clock = clock;
    }

    /** Empty if it is gone. */
    Optional<ObservedRemoval> observe(String namespace, String name) {
        EtcdCluster cluster = client.resources(EtcdCluster.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
        if (cluster == null) {
            return Optional.empty();
        }
        EtcdClusterStatus status = cluster.getStatus() == null ? ObservedCluster.NO_STATUS : cluster.getStatus();
        // What cannot be read is never taken for leave to delete.
        DeletionPolicy policy = Optional.ofNullable(cluster.getSpec())
                .map(each -> each.deletionPolicy())
                .orElse(DeletionPolicy.RETAIN);
        boolean snapshot = policy == DeletionPolicy.SNAPSHOT_THEN_DELETE;
        var ours = new ArrayList<ObservedRemoval.Volume>();
        var others = new ArrayList<String>();
        for (PersistentVolumeClaim each : client.persistentVolumeClaims()
                .inNamespace(namespace)
                .withLabel(Labels.CLUSTER, name)
                .list()
                .getItems()) {
            String holds = each.getMetadata().getAnnotations() == null
                    ? null
                    : each.getMetadata().getAnnotations().get(Labels.CLUSTER_ID);
            if (holds == null || holds.equals(status.clusterId())) {
                ours.add(new ObservedRemoval.Volume(
                        each.getMetadata().getName(), each.getMetadata().getUid()));
            } else {
                others.add(each.getMetadata().getName());
            }
        }
        if (policy == DeletionPolicy.DELETE || snapshot && !ours.isEmpty()) {
            ours.addAll(setAside(namespace, name));
        }
        List<BackupView> views = snapshot ? backups.of(namespace, name) : List.of();
        return Optional.of(new ObservedRemoval(
                cluster,
                status,
                policy,
                snapshot && namespaceEnds(namespace),
                pods(namespace, name),
                ours,
                others,
                views,
                snapshot ? proof(namespace, status.lastSnapshot(), views) : Optional.empty(),
                clock.instant()));
    }

    /** What a recovery has set aside was this cluster's, whatever ID it had then. */
    private List<ObservedRemoval.Volume> setAside(String namespace, String name) {
        return client
                .persistentVolumeClaims()
                .inNamespace(namespace)
                .withLabel(Labels.QUARANTINED, name)
                .list()
                .getItems()
                .stream()
                .map(each -> new ObservedRemoval.Volume(
                        each.getMetadata().getName(), each.getMetadata().getUid()))
                .toList();
    }

    private int pods(String namespace, String name) {
        return (int) client.pods().inNamespace(namespace).withLabel(Labels.CLUSTER, name).list().getItems().stream()
                .filter(each -> !each.isMarkedForDeletion())
                .count();
    }

    private Optional<ObservedJob> proof(String namespace, LastSnapshotStatus last, List<BackupView> views) {
        return Optional.ofNullable(last)
                .flatMap(record -> views.stream()
                        .filter(each -> each.name().equals(record.backup()))
                        .findFirst())
                .map(each -> jobs.read(Labels.BACKUP, new ResourceKey(namespace, each.name(), each.uid()))
                        .get(ProofJob.name(each.name())));
    }

    private boolean namespaceEnds(String namespace) {
        try {
            var found = client.namespaces().withName(namespace).get();
            return found == null || found.isMarkedForDeletion();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return false;
            }
            throw e;
        }
    }
}
