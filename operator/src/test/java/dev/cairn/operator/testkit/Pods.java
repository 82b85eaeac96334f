// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.testkit;

import dev.cairn.crds.cluster.MemberTemplate;
import dev.cairn.operator.cluster.desired.AppliedSpec;
import dev.cairn.operator.cluster.observe.ObservedPod;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Pods as they may be seen, each made from another. */
public final class Pods {
    private Pods() {}

    /** A voter's pod that is ready, of which nothing else is known. */
    static ObservedPod plain(String name, String uid, Instant createdAt) {
        return new ObservedPod(
                name,
                uid,
                ObservedPod.Phase.RUNNING,
                true,
                createdAt,
                Optional.empty(),
                Optional.empty(),
                "voter",
                "",
                false,
                "",
                "",
                Map.of(),
                Map.of(),
                false,
                1);
    }

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
                pod.failing(),
                initialCluster,
                pod.image(),
                pod.appliedSpec(),
                pod.askedSpec(),
                pod.seed(),
                pod.layout());
    }

    /** A pod made from the first specification while the second one was asked for. */
    public static ObservedPod madeFrom(ObservedPod pod, String applied, String asked, Instant createdAt) {
        return made(
                created(pod, createdAt),
                World.template(applied),
                asked.isEmpty() ? Map.of() : AppliedSpec.of(World.template(asked)));
    }

    /** A pod made from this. */
    public static ObservedPod made(ObservedPod pod, MemberTemplate applied, Map<String, String> asked) {
        return parts(pod, applied.image(), AppliedSpec.of(applied), asked);
    }

    /** A pod that tells these digests of what it was made from. */
    public static ObservedPod applied(ObservedPod pod, Map<String, String> parts) {
        return parts(pod, pod.image(), parts, Map.of());
    }

    private static ObservedPod parts(
            ObservedPod pod, String image, Map<String, String> applied, Map<String, String> asked) {
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
                pod.failing(),
                pod.initialCluster(),
                image,
                applied,
                asked,
                pod.seed(),
                pod.layout());
    }

    public static ObservedPod created(ObservedPod pod, Instant createdAt) {
        return state(pod, createdAt, pod.deletedSince(), pod.ready(), pod.failing(), pod.layout());
    }

    public static ObservedPod terminating(ObservedPod pod) {
        return state(pod, pod.createdAt(), Optional.of(World.NOW), false, pod.failing(), pod.layout());
    }

    /** Its container ends again and again. */
    public static ObservedPod failing(ObservedPod pod, String trouble) {
        return state(
                unready(pod, ObservedPod.Phase.RUNNING, trouble),
                pod.createdAt(),
                pod.deletedSince(),
                false,
                true,
                pod.layout());
    }

    /** Made by an operator that put other things of its own into pods. */
    public static ObservedPod withLayout(ObservedPod pod, int layout) {
        return state(pod, pod.createdAt(), pod.deletedSince(), pod.ready(), pod.failing(), layout);
    }

    private static ObservedPod state(
            ObservedPod pod,
            Instant createdAt,
            Optional<Instant> deletedSince,
            boolean ready,
            boolean failing,
            int layout) {
        return new ObservedPod(
                pod.name(),
                pod.uid(),
                pod.phase(),
                ready,
                createdAt,
                deletedSince,
                pod.nodeGoneSince(),
                pod.role(),
                pod.trouble(),
                failing,
                pod.initialCluster(),
                pod.image(),
                pod.appliedSpec(),
                pod.askedSpec(),
                pod.seed(),
                layout);
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
                pod.failing(),
                pod.initialCluster(),
                pod.image(),
                pod.appliedSpec(),
                pod.askedSpec(),
                pod.seed(),
                pod.layout());
    }
}
