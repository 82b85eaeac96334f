// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedPod;
import dev.cairn.operator.cluster.observe.ObservedSecret;
import dev.cairn.operator.cluster.observe.ObservedVolume;
import dev.cairn.operator.cluster.reason.HoldReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * How a cluster begins, and how it comes back. Beginning is a phase and not a member: as long as no cluster ID is known,
 * in status or on a volume, one seed may form a cluster; from then on none may, and volumes are all there is to start
 * from.
 */
final class Formation {
    private final PodPlans pods;

    Formation(PodPlans pods) {
        this.pods = pods;
    }

    /** Remember the cluster's ID as soon as it is known; refuse a cluster of another. */
    Optional<Step> latch(ObservedCluster seen, Membership.Known known) {
        if (seen.latchedClusterId().isEmpty()) {
            return Optional.of(
                    new Step.LatchClusterId(known.clusterId(), "the cluster has formed with ID " + known.clusterId()));
        }
        if (!seen.latchedClusterId().get().equals(known.clusterId())) {
            return Optional.of(new Step.Hold(
                    HoldReason.CLUSTER_ID_MISMATCH,
                    Optional.empty(),
                    "members answer as cluster " + known.clusterId() + ", this resource is cluster "
                            + seen.latchedClusterId().get() + ": nothing is changed until a person has looked"));
        }
        return Optional.empty();
    }

    /** What to do while no quorum answers. */
    Step withoutQuorum(ObservedCluster seen, Membership.Unknown unknown) {
        SortedSet<String> onVolumes = seen.clusterIdsOnVolumes();
        if (seen.latchedClusterId().isPresent()) {
            return revive(seen, unknown, seen.latchedClusterId().get());
        }
        Optional<Step> leaving = earlierCluster(seen);
        if (leaving.isPresent()) {
            return leaving.get();
        }
        return switch (onVolumes.size()) {
            case 0 -> form(seen, unknown);
            case 1 ->
                new Step.LatchClusterId(
                        onVolumes.first(),
                        "volumes of cluster " + onVolumes.first() + " are here already: adopting them");
            default ->
                new Step.Hold(
                        HoldReason.FOREIGN_VOLUMES,
                        Optional.empty(),
                        "volumes of several clusters are here (" + String.join(", ", onVolumes)
                                + "): delete or relabel those that do not belong to this one");
        };
    }

    /**
     * Volumes that are being deleted are nobody's data any more, and pods of an earlier resource of this name speak for
     * that one: both are waited for.
     */
    private static Optional<Step> earlierCluster(ObservedCluster seen) {
        var left = new ArrayList<String>();
        seen.volumes().values().stream()
                .filter(ObservedVolume::terminating)
                .forEach(each -> left.add("volume " + each.name()));
        seen.earlierPods().forEach(each -> left.add("pod " + each));
        Optional.ofNullable(seen.secrets().get(seen.key().caKeySecret()))
                .filter(ObservedSecret::earlier)
                .ifPresent(each -> left.add("Secret " + each.name()));
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of(new Step.Hold(
                        HoldReason.EARLIER_CLUSTER_TERMINATING,
                        Optional.empty(),
                        "what is left of an earlier cluster of this name is being deleted (" + String.join(", ", left)
                                + "): this one begins when it is gone"));
    }

    private Step form(ObservedCluster seen, Membership.Unknown unknown) {
        var stranger =
                seen.volumes().values().stream().filter(each -> !each.seed()).findFirst();
        if (stranger.isPresent()) {
            return new Step.Hold(
                    HoldReason.FOREIGN_VOLUMES,
                    Optional.empty(),
                    "volume " + stranger.get().name() + " bears this cluster's label but is not marked by the operator:"
                            + " delete or relabel it");
        }
        String seed = seedName(seen);
        Optional<ObservedVolume> volume = seen.volume(seed);
        if (volume.isEmpty()) {
            return new Step.CreateVolume(seed, Optional.empty(), "the seed " + seed + " gets its volume");
        }
        Optional<ObservedPod> pod = seen.pod(seed);
        if (pod.isEmpty()) {
            return pods.of(seen, seed, List.of(seed), true, "the seed " + seed + " forms the cluster on its own");
        }
        return ended(seed, pod.get())
                .or(() -> Templates.remake(seen, pod.get()))
                .orElseGet(() -> new Step.Hold(
                        HoldReason.BOOTSTRAPPING,
                        Optional.of(seed),
                        "waiting for the seed " + seed + " to answer: " + trouble(pod.get(), unknown.why())));
    }

    private static String seedName(ObservedCluster seen) {
        return seen.volumes().keySet().stream()
                .findFirst()
                .or(() -> seen.pods().keySet().stream().findFirst())
                .or(() -> seen.intent("CreateVolume").map(step -> step.member()))
                .orElse(seen.freshMember());
    }

    private Step revive(ObservedCluster seen, Membership.Unknown unknown, String clusterId) {
        var ours = new TreeMap<String, ObservedVolume>();
        seen.volumes().forEach((member, volume) -> {
            if (volume.belongsTo(clusterId) && volume.usable()) {
                ours.put(member, volume);
            }
        });
        if (ours.isEmpty() && seen.pods().isEmpty()) {
            return new Step.Hold(
                    HoldReason.DATA_LOST,
                    Optional.empty(),
                    "no volume of cluster " + clusterId
                            + " is left: restore a backup by an EtcdRestore with clusterRef");
        }
        for (String member : ours.keySet()) {
            Optional<ObservedPod> pod = seen.pod(member);
            if (pod.isEmpty()) {
                return pods.of(seen, member, ours.keySet(), false, "no quorum answers and " + member + " has no pod");
            }
            Optional<Step> again = ended(member, pod.get()).or(() -> Templates.remake(seen, pod.get()));
            if (again.isPresent()) {
                return again.get();
            }
        }
        if (seen.lacksIdentity()) {
            return new Step.Hold(
                    HoldReason.CLIENT_CERTIFICATE_MISSING,
                    Optional.empty(),
                    "members cannot be asked how they are: the operator has no usable client certificate. It says nothing"
                            + " about the members; put the Secret of the clients back, or what it is issued from");
        }
        return new Step.Hold(
                HoldReason.QUORUM_LOST, Optional.empty(), "no quorum answers: " + troubles(seen, unknown.why()));
    }

    private static Optional<Step> ended(String member, ObservedPod pod) {
        return pod.phase() == ObservedPod.Phase.ENDED && !pod.terminating()
                ? Optional.of(new Step.DeletePod(
                        member,
                        pod.uid(),
                        "pod " + pod.name() + " has ended (" + trouble(pod, "no reason given") + ")"))
                : Optional.empty();
    }

    private static String troubles(ObservedCluster seen, String otherwise) {
        return seen.pods().values().stream()
                .filter(pod -> !pod.trouble().isEmpty())
                .map(pod -> pod.name() + ": " + pod.trouble())
                .reduce((all, one) -> all + "; " + one)
                .orElse(otherwise);
    }

    private static String trouble(ObservedPod pod, String otherwise) {
        return pod.trouble().isEmpty() ? otherwise : pod.trouble();
    }
}
