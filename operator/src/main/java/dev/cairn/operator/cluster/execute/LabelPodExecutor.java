// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.execute;

import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/** Says on a pod whether its member votes. */
final class LabelPodExecutor implements StepExecutor<Step.LabelPod> {
    private final KubernetesClient client;

    LabelPodExecutor(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public Outcome execute(ObservedCluster seen, Step.LabelPod step) {
        String role = step.voter() ? Labels.VOTER : Labels.LEARNER;
        client.pods()
                .inNamespace(seen.key().namespace())
                .withName(step.memberName())
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        new PodBuilder()
                                .withNewMetadata()
                                .withUid(step.podUid())
                                .addToLabels(Labels.ROLE, role)
                                .endMetadata()
                                .build());
        return new Outcome.Done("pod " + step.memberName() + " is labelled " + role);
    }
}
