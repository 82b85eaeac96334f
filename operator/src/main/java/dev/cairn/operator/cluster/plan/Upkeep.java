// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedMember;
import dev.cairn.operator.cluster.observe.ObservedPod;
import dev.cairn.operator.cluster.observe.ObservedVolume;
import dev.cairn.operator.naming.Labels;
import java.util.Optional;

/** Makes Kubernetes' objects say what etcd says: marks, labels, and away with what belongs to no member. */
final class Upkeep {

    Optional<Step> next(ObservedCluster seen, Membership.Known known) {
        return mark(seen, known).or(() -> label(seen, known)).or(() -> clear(seen, known));
    }

    private static Optional<Step> mark(ObservedCluster seen, Membership.Known known) {
        for (ObservedMember member : known.members().values()) {
            Optional<ObservedVolume> volume = seen.volume(member.name());
            boolean unmarked = volume.isPresent()
                    && volume.get().seed()
                    && volume.get().clusterId().isEmpty();
            if (unmarked && volume.get().usable()) {
                return Optional.of(new Step.MarkVolume(
                        member.name(),
                        volume.get().uid(),
                        known.clusterId(),
                        "volume " + volume.get().name() + " holds data of cluster " + known.clusterId()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Step> label(ObservedCluster seen, Membership.Known known) {
        for (ObservedMember member : known.members().values()) {
            Optional<ObservedPod> pod = seen.pod(member.name());
            String role = member.voter() ? Labels.VOTER : Labels.LEARNER;
            if (pod.isPresent() && !pod.get().terminating() && !pod.get().role().equals(role)) {
                return Optional.of(new Step.LabelPod(
                        member.name(), pod.get().uid(), member.voter(), member.name() + " is a " + role + " now"));
            }
        }
        return Optional.empty();
    }

    /** Nothing is cleared away while a member's address is not understood: its pod could be among what looks left over. */
    private static Optional<Step> clear(ObservedCluster seen, Membership.Known known) {
        if (!known.foreign().isEmpty()) {
            return Optional.empty();
        }
        for (var each : seen.pods().entrySet()) {
            if (!known.members().containsKey(each.getKey()) && !each.getValue().terminating()) {
                return Optional.of(new Step.DeletePod(
                        each.getKey(), each.getValue().uid(), each.getKey() + " is not a member: its pod goes"));
            }
        }
        for (var each : seen.volumes().entrySet()) {
            ObservedVolume volume = each.getValue();
            boolean ours = volume.belongsTo(known.clusterId());
            if (!known.members().containsKey(each.getKey()) && ours && !volume.terminating()) {
                return Optional.of(new Step.DeleteVolume(
                        each.getKey(), volume.uid(), each.getKey() + " is not a member: its volume goes"));
            }
        }
        return Optional.empty();
    }
}
