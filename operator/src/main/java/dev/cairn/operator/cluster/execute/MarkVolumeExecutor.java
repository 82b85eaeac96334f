// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.execute;

import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.crash.CrashPoint;
import dev.cairn.operator.crash.CrashSwitch;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;

/** Notes on a volume which cluster's data it holds, or asks for more room on it. */
final class MarkVolumeExecutor implements StepExecutor<Step.MarkVolume> {
    private final KubernetesClient client;
    private final CrashSwitch crash;

    MarkVolumeExecutor(KubernetesClient client, CrashSwitch crash) {
        this.client = client;
        this.crash = crash;
    }

    Outcome grow(ObservedCluster seen, Step.GrowVolume step) {
        client.persistentVolumeClaims()
                .inNamespace(seen.key().namespace())
                .withName(ClusterKey.volumeClaim(step.memberName()))
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        new PersistentVolumeClaimBuilder()
                                .withNewMetadata()
                                .withUid(step.volumeUid())
                                .endMetadata()
                                .withNewSpec()
                                .withNewResources()
                                .withRequests(Map.of("storage", step.size()))
                                .endResources()
                                .endSpec()
                                .build());
        crash.at(CrashPoint.AFTER_VOLUME_GROWN);
        return new Outcome.Done(step.message());
    }

    @Override
    public Outcome execute(ObservedCluster seen, Step.MarkVolume step) {
        client.persistentVolumeClaims()
                .inNamespace(seen.key().namespace())
                .withName(ClusterKey.volumeClaim(step.memberName()))
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        new PersistentVolumeClaimBuilder()
                                .withNewMetadata()
                                .withUid(step.volumeUid())
                                .addToAnnotations(Labels.CLUSTER_ID, step.clusterId())
                                .endMetadata()
                                .build());
        return new Outcome.Done(step.message());
    }
}
