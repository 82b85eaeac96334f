// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.execute;

import dev.cairn.operator.cluster.desired.AppliedSpec;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedVolume;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.kube.KubeWriter;
import dev.cairn.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/** Notes on the volume what the next pod is to be made from, then deletes exactly the pod that was seen. */
final class RemakePodExecutor implements StepExecutor<Step.RemakePod> {
    private final KubernetesClient client;
    private final KubeWriter kube;

    RemakePodExecutor(KubernetesClient client, KubeWriter kube) {
        this.client = client;
        this.kube = kube;
    }

    @Override
    public Outcome execute(ObservedCluster seen, Step.RemakePod step) {
        seen.volume(step.memberName()).ifPresent(volume -> note(seen, step, volume));
        kube.delete("api/v1", "pods", seen.key().namespace(), step.memberName(), step.podUid());
        return new Outcome.Done(step.message());
    }

    private void note(ObservedCluster seen, Step.RemakePod step, ObservedVolume volume) {
        client.persistentVolumeClaims()
                .inNamespace(seen.key().namespace())
                .withName(volume.name())
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        new PersistentVolumeClaimBuilder()
                                .withNewMetadata()
                                .withUid(volume.uid())
                                .addToAnnotations(Labels.ASKED_SPEC, AppliedSpec.spelled(step.askedSpec()))
                                .endMetadata()
                                .build());
    }
}
