// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.desired;

import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;

/**
 * Evictions leave a majority of voters. A member that is not ready may always be evicted: a drain must not wait for
 * what is broken. An integer, not a percentage: Kubernetes computes percentages from a controller's scale, and bare
 * pods have none.
 */
public final class VoterBudget {
    private VoterBudget() {}

    public static PodDisruptionBudget of(ClusterKey cluster, int voters) {
        return new PodDisruptionBudgetBuilder()
                .withNewMetadata()
                .withName(cluster.disruptionBudget())
                .withNamespace(cluster.namespace())
                .withLabels(Labels.ofCluster(cluster))
                .withOwnerReferences(Owner.of(cluster))
                .endMetadata()
                .withNewSpec()
                .withNewMinAvailable(voters / 2 + 1)
                .withUnhealthyPodEvictionPolicy("AlwaysAllow")
                .withNewSelector()
                .withMatchLabels(Labels.selectVoters(cluster))
                .endSelector()
                .endSpec()
                .build();
    }
}
