// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import dev.cairn.operator.cluster.desired.AppliedSpec;
import dev.cairn.operator.cluster.observe.ObservedPod;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Pods as they may be seen, each made from another. */
public final class Pods {
    private Pods() {}

    public static ObservedPod withRole(ObservedPod pod, String role, boolean ready) {
        return pod(pod, pod.phase(), ready, pod.nodeGoneSince(), role, pod.trouble());
    }

    public static ObservedPod unready(ObservedPod pod, ObservedPod.Phase phase, String trouble) {
        return pod(pod, phase, false, pod.nodeGoneSince(), pod.role(), trouble);
    }

    public static ObservedPod onNodeGone(ObservedPod pod, Instant since) {
        return pod(pod, pod.phase(), false, Optional.of(since), pod.role(), pod.trouble());
    }

    public static ObservedPod madeWith(ObservedPod pod, String initialCluster) {
        return new ObservedPod(
                pod.name(),
                pod.uid(),
                pod.phase(),
                pod.ready(),
                pod.createdAt(),
                pod.deletedSince(),
                pod.nodeGoneSince(),
                pod.role(),
                pod.trouble(),
                initialCluster,
                pod.image(),
                pod.appliedSpec(),
                pod.askedSpec(),
                pod.seed());
    }

    /** A pod made from the first specification while the second one was asked for. */
    public static ObservedPod madeFrom(ObservedPod pod, String applied, String asked, Instant createdAt) {
        return new ObservedPod(
                pod.name(),
                pod.uid(),
                pod.phase(),
                pod.ready(),
                createdAt,
                pod.deletedSince(),
                pod.nodeGoneSince(),
                pod.role(),
                pod.trouble(),
                pod.initialCluster(),
                World.template(applied).image(),
                AppliedSpec.of(World.template(applied)),
                asked.isEmpty() ? Map.of() : AppliedSpec.of(World.template(asked)),
                pod.seed());
    }

    private static ObservedPod pod(
            ObservedPod pod,
            ObservedPod.Phase phase,
            boolean ready,
            Optional<Instant> nodeGoneSince,
            String role,
            String trouble) {
        return new ObservedPod(
                pod.name(),
                pod.uid(),
                phase,
                ready,
                pod.createdAt(),
                pod.deletedSince(),
                nodeGoneSince,
                role,
                trouble,
                pod.initialCluster(),
                pod.image(),
                pod.appliedSpec(),
                pod.askedSpec(),
                pod.seed());
    }
}
