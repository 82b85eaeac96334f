// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.restore.observe;

import dev.cairn.crds.backup.EtcdBackup;
import dev.cairn.crds.backup.SnapshotStatus;
import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.crds.restore.EtcdRestore;
import dev.cairn.crds.restore.EtcdRestoreSpec;
import dev.cairn.crds.store.S3Location;
import dev.cairn.operator.conditions.ConditionSet;
import dev.cairn.operator.jobs.JobReader;
import dev.cairn.operator.jobs.StoreSecrets;
import dev.cairn.operator.kube.ResourceUnreadable;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.naming.Labels;
import dev.cairn.operator.naming.MemberNames;
import dev.cairn.operator.naming.ResourceKey;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Looks at one restore, live. */
public final class RestoreObserver {
    private final KubernetesClient client;
    private final JobReader jobs;
    private final StoreSecrets secrets;
    private final MemberNames names;
    private final InstantSource clock;

    public RestoreObserver(KubernetesClient client, MemberNames names, InstantSource clock) {
        this.client = client;
        this.names = names;
        this.jobs = new JobReader(client);
        this.secrets = new StoreSecrets(client);
        this.clock = clock;
    }

    /** One look; empty if the resource is gone or being deleted. */
    public Optional<ObservedRestore> observe(String namespace, String name) {
        EtcdRestore restore = client.resources(EtcdRestore.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
        if (restore == null || restore.isMarkedForDeletion()) {
            return Optional.empty();
        }
        ResourceUnreadable.check("", restore.unreadable());
        EtcdRestoreSpec spec = restore.getSpec();
        var meta = restore.getMetadata();
        var status = restore.getStatus() == null ? ObservedRestore.NO_STATUS : restore.getStatus();
        Optional<ObservedRestore.BackupView> backup = backup(namespace, spec);
        Optional<S3Location> location = status.source() != null
                ? Optional.ofNullable(status.source().s3())
                : spec.source().s3() != null
                        ? Optional.of(spec.source().s3().location())
                        : backup.map(ObservedRestore.BackupView::location);
        SortedSet<String> missing = location.map(each -> (SortedSet<String>) secrets.missing(namespace, each))
                .orElseGet(TreeSet::new);
        return Optional.of(new ObservedRestore(
                new ResourceKey(namespace, name, meta.getUid()),
                meta.getGeneration(),
                meta.getResourceVersion(),
                spec,
                status,
                backup,
                target(namespace, spec.target()),
                jobs.read(Labels.RESTORE, new ResourceKey(namespace, name, meta.getUid())),
                missing,
                fresh(namespace, spec),
                Instant.parse(meta.getCreationTimestamp()),
                clock.instant()));
    }

    /** For the seed of a restore in place; a name that is taken all the same is noticed when its volume is made. */
    private String fresh(String namespace, EtcdRestoreSpec spec) {
        return names.fresh(new ClusterKey(namespace, spec.target(), ""), new TreeSet<>());
    }

    private Optional<ObservedRestore.BackupView> backup(String namespace, EtcdRestoreSpec spec) {
        if (spec.source().backupRef() == null) {
            return Optional.empty();
        }
        EtcdBackup backup = client.resources(EtcdBackup.class)
                .inNamespace(namespace)
                .withName(spec.source().backupRef().name())
                .get();
        return Optional.ofNullable(backup).map(each -> {
            ResourceUnreadable.check("EtcdBackup " + spec.source().backupRef().name() + ": ", each.unreadable());
            // What is listed is in the store; the last success need not be any more.
            List<SnapshotStatus> snapshots =
                    each.getStatus() == null || each.getStatus().snapshots() == null
                            ? List.of()
                            : each.getStatus().snapshots();
            return new ObservedRestore.BackupView(each.getSpec().destination().s3(), snapshots);
        });
    }

    private Optional<ObservedRestore.TargetView> target(String namespace, String name) {
        EtcdCluster cluster = client.resources(EtcdCluster.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
        return Optional.ofNullable(cluster).map(each -> {
            var ready = ConditionSet.find(
                    each.getStatus() == null ? null : each.getStatus().conditions(), "Ready");
            var annotations = Optional.ofNullable(each.getMetadata().getAnnotations());
            return new ObservedRestore.TargetView(
                    each.getMetadata().getUid(),
                    annotations.map(all -> all.get(Labels.RESTORED_BY)),
                    ready.map(condition -> "True".equals(condition.getStatus())).orElse(false),
                    ready.map(condition -> condition.getMessage()).orElse("it has not been looked at yet"),
                    annotations.map(all -> all.get(Labels.RESTORE_REQUEST)),
                    each.getSpec(),
                    Optional.ofNullable(each.getStatus()));
        });
    }
}
