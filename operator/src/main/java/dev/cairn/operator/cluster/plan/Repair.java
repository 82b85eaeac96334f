// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import dev.cairn.crds.cluster.RepairSpec;
import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedMember;
import dev.cairn.operator.cluster.observe.ObservedPod;
import dev.cairn.operator.cluster.observe.ObservedVolume;
import dev.cairn.operator.cluster.reason.HoldReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Repairs loss by its cause. Pod gone: made anew, on the same volume, with the same ID. Volume gone: the member goes at
 * once, and growth brings another under a new name. Node gone: the same, after a while. One member at a time, and never
 * one whose vote the quorum needs.
 */
final class Repair {
    static final Duration REPLACE_AFTER = Duration.ofMinutes(5);

    private final PodPlans pods;

    Repair(PodPlans pods) {
        this.pods = pods;
    }

    Optional<Step> next(ObservedCluster seen, Membership.Known known) {
        for (ObservedMember member : known.members().values()) {
            if (!member.learner() || member.started()) {
                Optional<Step> step = repair(seen, known, member);
                if (step.isPresent()) {
                    return step;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Step> repair(ObservedCluster seen, Membership.Known known, ObservedMember member) {
        Optional<ObservedPod> pod = seen.pod(member.name());
        Optional<ObservedVolume> volume = seen.volume(member.name());
        boolean disk = volume.map(each -> each.usable() && each.belongsTo(known.clusterId()))
                .orElse(false);
        if (pod.isEmpty()) {
            return Optional.of(
                    disk
                            ? pods.of(seen, known, member, member.name() + " has lost its pod, its volume is here")
                            : replace(known, member, "its volume is gone"));
        }
        Optional<Instant> gone = pod.get().nodeGoneSince();
        Duration limit = replaceAfter(seen.spec().repair());
        if (gone.isPresent() && !seen.now().isBefore(gone.get().plus(limit))) {
            return Optional.of(replace(known, member, "its node has been gone since " + gone.get()));
        }
        if (pod.get().phase() == ObservedPod.Phase.ENDED && !pod.get().terminating()) {
            return Optional.of(new Step.DeletePod(
                    member.name(),
                    pod.get().uid(),
                    "pod " + pod.get().name() + " has ended: " + pod.get().trouble()));
        }
        // Voters are a rollout's.
        Optional<Step> remade = member.learner() ? Templates.remake(seen, pod.get()) : Optional.empty();
        if (remade.isPresent()) {
            return remade;
        }
        boolean doomed = volume.map(ObservedVolume::terminating).orElse(false) && known.canSpare(member);
        return doomed ? Optional.of(replace(known, member, "its volume is being deleted")) : Optional.empty();
    }

    private static Step replace(Membership.Known known, ObservedMember lost, String cause) {
        if (lost.learner() || known.canSpare(lost)) {
            return new Step.RemoveMember(lost.name(), lost.id(), lost.name() + " is replaced: " + cause);
        }
        if (known.voters().size() == 1) {
            return new Step.Hold(
                    HoldReason.DATA_LOST,
                    Optional.of(lost.name()),
                    lost.name() + " is the only member and " + cause
                            + ": restore a backup by an EtcdRestore with clusterRef");
        }
        return new Step.Hold(
                HoldReason.QUORUM_AT_RISK,
                Optional.of(lost.name()),
                lost.name() + " must be replaced (" + cause + "), but only " + known.othersAnswering(lost)
                        + " other voters answer and " + known.quorum() + " are needed to agree on it");
    }

    static Duration replaceAfter(RepairSpec repair) {
        return repair == null || repair.replaceAfter() == null
                ? REPLACE_AFTER
                : Duration.parse("PT" + repair.replaceAfter().toUpperCase(java.util.Locale.ROOT));
    }
}
