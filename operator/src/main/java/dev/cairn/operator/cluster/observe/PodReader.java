// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.observe;

import dev.cairn.operator.cluster.desired.AppliedSpec;
import dev.cairn.operator.cluster.desired.PodLayout;
import dev.cairn.operator.naming.ClusterKey;
import dev.cairn.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads members' pods. */
final class PodReader {
    private static final String CLAIMED_NODE = "volume.kubernetes.io/selected-node";

    private final KubernetesClient client;

    PodReader(KubernetesClient client) {
        this.client = client;
    }

    /**
     * What was seen.
     *
     * @param ours by member name
     * @param earlier names of pods that belong to an earlier resource of this name
     */
    record Found(SortedMap<String, ObservedPod> ours, SortedSet<String> earlier) {}

    Found read(ClusterKey key) {
        var nodes = new NodeReader(client);
        var seen = new TreeMap<String, ObservedPod>();
        var earlier = new TreeSet<String>();
        client.pods()
                .inNamespace(key.namespace())
                .withLabel(Labels.CLUSTER, key.name())
                .list()
                .getItems()
                .forEach(pod -> {
                    String member = pod.getMetadata().getLabels().get(Labels.MEMBER);
                    if (Ownership.ofAnother(pod, key)) {
                        earlier.add(pod.getMetadata().getName());
                    } else if (member != null) {
                        seen.put(member, read(pod, nodes));
                    }
                });
        return new Found(seen, earlier);
    }

    private ObservedPod read(Pod pod, NodeReader nodes) {
        Map<String, String> annotations =
                Optional.ofNullable(pod.getMetadata().getAnnotations()).orElseGet(Map::of);
        boolean ready = PodFacts.ready(pod);
        return new ObservedPod(
                pod.getMetadata().getName(),
                pod.getMetadata().getUid(),
                PodFacts.phase(pod),
                ready,
                Instant.parse(pod.getMetadata().getCreationTimestamp()),
                Optional.ofNullable(pod.getMetadata().getDeletionTimestamp()).map(Instant::parse),
                ready && !pod.isMarkedForDeletion() ? Optional.empty() : nodeGone(pod, nodes),
                pod.getMetadata().getLabels().getOrDefault(Labels.ROLE, ""),
                PodFacts.trouble(pod),
                PodFacts.failing(pod),
                annotations.getOrDefault(Labels.INITIAL_CLUSTER, ""),
                PodFacts.image(pod),
                AppliedSpec.read(annotations.get(Labels.APPLIED_SPEC)),
                AppliedSpec.read(annotations.get(Labels.ASKED_SPEC)),
                annotations.containsKey(Labels.SEED),
                PodLayout.read(annotations.get(Labels.LAYOUT)));
    }

    private Optional<Instant> nodeGone(Pod pod, NodeReader nodes) {
        String node = pod.getSpec().getNodeName();
        if (node == null || node.isEmpty()) {
            node = PodFacts.unschedulableSince(pod).isPresent() ? nodeOfVolume(pod) : null;
        }
        if (node == null) {
            return Optional.empty();
        }
        Instant notReadySince = PodFacts.notReadySince(pod)
                .orElse(Instant.parse(pod.getMetadata().getCreationTimestamp()));
        return nodes.goneSince(node, notReadySince);
    }

    /** The node a local volume is bound to: a pod that cannot be placed may wait for a node that is gone. */
    private String nodeOfVolume(Pod pod) {
        var claim = client.persistentVolumeClaims()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(ClusterKey.volumeClaim(pod.getMetadata().getName()))
                .get();
        return claim == null || claim.getMetadata().getAnnotations() == null
                ? null
                : claim.getMetadata().getAnnotations().get(CLAIMED_NODE);
    }
}
