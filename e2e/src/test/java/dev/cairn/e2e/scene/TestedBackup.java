// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.scene;

import dev.cairn.crds.backup.EtcdBackup;
import dev.cairn.crds.backup.EtcdBackupStatus;
import dev.cairn.crds.backup.SnapshotStatus;
import dev.cairn.e2e.story.Stage;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Optional;

/** An EtcdBackup of a scene, as its resource tells of it. */
record TestedBackup(Stage stage, String name) {
    /** @param more what its specification has beside the cluster and the destination, in YAML's flow style */
    static TestedBackup asked(Stage stage, String name, String cluster, String destination, String more) {
        stage.apply("""
                apiVersion: etcd.cairn.dev/v1alpha1
                kind: EtcdBackup
                metadata: {name: %s}
                spec: {clusterRef: {name: %s}, destination: %s%s}
                """.formatted(name, cluster, destination, more.isEmpty() ? "" : ", " + more));
        return new TestedBackup(stage, name);
    }

    private Resource<EtcdBackup> resource() {
        return stage.client()
                .resources(EtcdBackup.class)
                .inNamespace(stage.namespace())
                .withName(name);
    }

    private Optional<EtcdBackupStatus> status() {
        return Optional.ofNullable(resource().require().getStatus());
    }

    Optional<Condition> ready() {
        return status().map(EtcdBackupStatus::conditions).stream()
                .flatMap(List::stream)
                .filter(condition -> condition.getType().equals("Ready"))
                .findFirst();
    }

    boolean isRunning() {
        return status().map(EtcdBackupStatus::currentRun).isPresent();
    }

    Optional<SnapshotStatus> lastSuccess() {
        return status().map(EtcdBackupStatus::lastSuccess);
    }

    void suspend() {
        resource().patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"suspend\": true}}");
    }

    void delete() {
        resource().delete();
    }
}
