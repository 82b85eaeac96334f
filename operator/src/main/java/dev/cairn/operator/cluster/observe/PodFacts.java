// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.observe;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** What a pod's status says, in the few words that matter. */
final class PodFacts {
    private PodFacts() {}

    static ObservedPod.Phase phase(Pod pod) {
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return switch (phase) {
            case "Running" -> ObservedPod.Phase.RUNNING;
            case "Failed", "Succeeded" -> ObservedPod.Phase.ENDED;
            case null, default -> ObservedPod.Phase.PENDING;
        };
    }

    /** The member's own image: its container is the first. */
    static String image(Pod pod) {
        return pod.getSpec().getContainers().isEmpty()
                ? ""
                : pod.getSpec().getContainers().getFirst().getImage();
    }

    static boolean ready(Pod pod) {
        return condition(pod, "Ready")
                .map(each -> "True".equals(each.getStatus()))
                .orElse(false);
    }

    static Optional<Instant> notReadySince(Pod pod) {
        return condition(pod, "Ready")
                .filter(each -> !"True".equals(each.getStatus()))
                .map(each -> each.getLastTransitionTime())
                .map(Instant::parse);
    }

    static Optional<Instant> unschedulableSince(Pod pod) {
        return condition(pod, "PodScheduled")
                .filter(each -> "False".equals(each.getStatus()))
                .map(PodCondition::getLastTransitionTime)
                .map(Instant::parse);
    }

    /** Why it does not run; empty when nothing is known to be wrong. */
    static String trouble(Pod pod) {
        PodStatus status = pod.getStatus();
        if (status == null) {
            return "";
        }
        return waiting(status)
                .or(() -> condition(pod, "PodScheduled")
                        .filter(each -> "False".equals(each.getStatus()))
                        .map(each -> ContainerFacts.joined(each.getReason(), each.getMessage())))
                .orElseGet(() -> ContainerFacts.joined(status.getReason(), status.getMessage()));
    }

    /** A container has ended or cannot be started; to wait for a place, or for a volume, is another matter. */
    static boolean failing(Pod pod) {
        return pod.getStatus() != null && waiting(pod.getStatus()).isPresent();
    }

    private static Optional<String> waiting(PodStatus status) {
        return Stream.concat(status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream())
                .flatMap(container -> ContainerFacts.trouble(container).stream())
                .findFirst();
    }

    private static Optional<PodCondition> condition(Pod pod, String type) {
        return Optional.ofNullable(pod.getStatus()).stream()
                .flatMap(status -> status.getConditions().stream())
                .filter(each -> type.equals(each.getType()))
                .findFirst();
    }
}
