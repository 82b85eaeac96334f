// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.backup.observe;

import dev.cairn.crds.backup.EtcdBackup;
import dev.cairn.crds.backup.EtcdBackupSpec;
import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.operator.conditions.ConditionSet;
import dev.cairn.operator.jobs.JobReader;
import dev.cairn.operator.jobs.StoreSecrets;
import dev.cairn.operator.kube.ResourceUnreadable;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.naming.ResourceKey;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Looks at one backup, live. */
public final class BackupObserver {
    private final KubernetesClient client;
    private final JobReader jobs;
    private final StoreSecrets secrets;
    private final InstantSource clock;

    public BackupObserver(KubernetesClient client, InstantSource clock) {
        this.client = client;
        this.jobs = new JobReader(client);
        this.secrets = new StoreSecrets(client);
        this.clock = clock;
    }

    /** One look; empty if the resource is gone or being deleted. */
    public Optional<ObservedBackup> observe(String namespace, String name) {
        EtcdBackup backup = client.resources(EtcdBackup.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
        if (backup == null || backup.isMarkedForDeletion()) {
            return Optional.empty();
        }
        ResourceUnreadable.check("", backup.unreadable());
        EtcdBackupSpec spec = backup.getSpec();
        var meta = backup.getMetadata();
        return Optional.of(new ObservedBackup(
                new ResourceKey(namespace, name, meta.getUid()),
                meta.getGeneration(),
                meta.getResourceVersion(),
                Instant.parse(meta.getCreationTimestamp()),
                spec,
                backup.getStatus() == null ? ObservedBackup.NO_STATUS : backup.getStatus(),
                cluster(namespace, spec.clusterRef().name()),
                jobs.read(Labels.BACKUP, new ResourceKey(namespace, name, meta.getUid())),
                secrets.missing(namespace, spec.destination().s3()),
                clock.instant()));
    }

    private Optional<ObservedBackup.ClusterView> cluster(String namespace, String name) {
        EtcdCluster cluster = client.resources(EtcdCluster.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
        return Optional.ofNullable(cluster)
                .filter(each -> each.getStatus() != null && each.getStatus().endpoints() != null)
                .map(each -> new ObservedBackup.ClusterView(
                        name,
                        ConditionSet.find(each.getStatus().conditions(), "Available")
                                .map(condition -> "True".equals(condition.getStatus()))
                                .orElse(false),
                        each.getStatus().endpoints().etcdServers(),
                        shown(each)));
    }

    /** Where certificates are managed, the operator's own: with authentication switched on, who reads all must be root. */
    private static Optional<String> shown(EtcdCluster cluster) {
        var key = new ClusterKey(
                cluster.getMetadata().getNamespace(),
                cluster.getMetadata().getName(),
                cluster.getMetadata().getUid());
        String clients = cluster.getStatus().endpoints().clientSecret();
        return Optional.ofNullable(key.clientTlsSecret().equals(clients) ? key.operatorTlsSecret() : clients);
    }
}
