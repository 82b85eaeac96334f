// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.desired;

import dev.cairn.crds.cluster.SchedulingSpec;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import java.util.List;

/** Where members run. The defaults prefer different nodes and zones and insist on neither: one node is enough. */
final class MemberPlacement {
    private static final int STRONGLY = 100;

    private MemberPlacement() {}

    static void into(PodSpecBuilder pod, ClusterKey cluster, SchedulingSpec wanted) {
        pod.withAffinity(wanted == null || wanted.affinity() == null ? apart(cluster) : wanted.affinity());
        pod.withTopologySpreadConstraints(
                wanted == null || wanted.topologySpreadConstraints() == null
                        ? List.of(spread(cluster))
                        : wanted.topologySpreadConstraints());
        if (wanted != null) {
            pod.withNodeSelector(wanted.nodeSelector());
            pod.withTolerations(wanted.tolerations());
            pod.withPriorityClassName(wanted.priorityClassName());
        }
    }

    private static Affinity apart(ClusterKey cluster) {
        return new AffinityBuilder()
                .withNewPodAntiAffinity()
                .addNewPreferredDuringSchedulingIgnoredDuringExecution()
                .withWeight(STRONGLY)
                .withNewPodAffinityTerm()
                .withTopologyKey("kubernetes.io/hostname")
                .withNewLabelSelector()
                .withMatchLabels(Labels.selectMembers(cluster))
                .endLabelSelector()
                .endPodAffinityTerm()
                .endPreferredDuringSchedulingIgnoredDuringExecution()
                .endPodAntiAffinity()
                .build();
    }

    private static TopologySpreadConstraint spread(ClusterKey cluster) {
        return new TopologySpreadConstraintBuilder()
                .withMaxSkew(1)
                .withTopologyKey("topology.kubernetes.io/zone")
                .withWhenUnsatisfiable("ScheduleAnyway")
                .withNewLabelSelector()
                .withMatchLabels(Labels.selectMembers(cluster))
                .endLabelSelector()
                .build();
    }
}
