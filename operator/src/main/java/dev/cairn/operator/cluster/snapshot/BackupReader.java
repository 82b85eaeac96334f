// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.snapshot;

import dev.cairn.crds.backup.EtcdBackup;
import dev.cairn.crds.backup.EtcdBackupStatus;
import dev.cairn.operator.conditions.ConditionSet;
import dev.cairn.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;

/** Reads the EtcdBackups of a cluster, live. */
public final class BackupReader {
    private final KubernetesClient client;

    public BackupReader(KubernetesClient client) {
        this.client = client;
    }

    /** Those that name this cluster and are not being deleted. */
    public List<BackupView> of(String namespace, String cluster) {
        return client.resources(EtcdBackup.class).inNamespace(namespace).list().getItems().stream()
                .filter(each -> !each.isMarkedForDeletion() && names(each, cluster))
                .map(BackupReader::view)
                .toList();
    }

    private static boolean names(EtcdBackup backup, String cluster) {
        return backup.getSpec() != null
                && backup.getSpec().clusterRef() != null
                && cluster.equals(backup.getSpec().clusterRef().name());
    }

    private static BackupView view(EtcdBackup backup) {
        var labels = backup.getMetadata().getLabels();
        Optional<EtcdBackupStatus> status = Optional.ofNullable(backup.getStatus());
        return new BackupView(
                backup.getMetadata().getName(),
                backup.getMetadata().getUid(),
                labels != null && labels.containsKey(Labels.SNAPSHOT_FOR),
                backup.getSpec(),
                status.map(EtcdBackupStatus::lastSuccess),
                status.map(EtcdBackupStatus::lastFailure)
                        .filter(each -> status.get().lastSuccess() == null)
                        .map(each -> each.reason() + ": " + each.message()),
                status.flatMap(each -> ConditionSet.find(each.conditions(), "Ready"))
                        .map(Condition::getMessage)
                        .orElse("it has not been looked at yet"));
    }
}
