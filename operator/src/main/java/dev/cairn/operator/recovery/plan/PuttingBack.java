// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.recovery.plan;

import dev.cairn.crds.cluster.status.RecoveryPhase;
import dev.cairn.crds.cluster.status.RecoveryStatus;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedPod;
import dev.cairn.operator.cluster.observe.ObservedVolume;
import dev.cairn.operator.cluster.plan.ServicePlan;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.cluster.reason.HoldReason;
import dev.cairn.operator.recovery.observe.RecoveryView;
import java.util.Map;
import java.util.Optional;

/**
 * A recovery is undone: the new members stop, their volumes are set aside, those of before come back and start again. Of a
 * survivor only before it has left the others out: from then on its log is another than theirs.
 */
final class PuttingBack {
    /** Behind a restore's name: what was made by it, and is set aside because it was undone. */
    static final String UNDONE = ".undone";

    /** Begin, if a person asks for it and it can still be done. */
    Optional<Step> asked(ObservedCluster seen, RecoveryStatus recovery) {
        boolean asked =
                seen.recovery().undone().filter(recovery.restore()::equals).isPresent();
        if (!asked || !possible(seen, recovery)) {
            return Optional.empty();
        }
        return Optional.of(Replacement.note(
                "Undone",
                recovery.at(
                        RecoveryPhase.PUTTING_BACK,
                        "restore " + recovery.restore() + " is undone: the members of before take their place again")));
    }

    private static boolean possible(ObservedCluster seen, RecoveryStatus recovery) {
        return switch (recovery.phase()) {
            case FENCING, STOPPING -> true;
            case SEEDING, GROWING -> !recovery.fromSurvivor();
            case COMPLETED -> !recovery.fromSurvivor() && !kept(seen, recovery).isEmpty();
            case FORCING, RESTARTING, PUTTING_BACK, RETURNING, PUT_BACK -> false;
        };
    }

    private static java.util.List<RecoveryView.SetAside> kept(ObservedCluster seen, RecoveryStatus recovery) {
        return seen.recovery().aside().stream()
                .filter(each -> each.restore().equals(recovery.restore()) && !each.terminating())
                .toList();
    }

    Step next(ObservedCluster seen, RecoveryStatus recovery) {
        return ServicePlan.client(seen)
                .or(() -> stopNew(seen, recovery))
                .or(() -> setNewAside(seen, recovery))
                .or(() -> bringBack(seen, recovery))
                .orElseGet(() -> new Step.NoteRecovery(
                        "Returning",
                        recovery.at(RecoveryPhase.RETURNING, "the members of before start again"),
                        Optional.of(recovery.clusterIdBefore()),
                        "this is cluster " + recovery.clusterIdBefore() + " again"));
    }

    private static Optional<Step> stopNew(ObservedCluster seen, RecoveryStatus recovery) {
        for (ObservedPod pod : seen.pods().values()) {
            if (!old(seen, recovery, pod.name())) {
                return Optional.of(
                        pod.terminating()
                                ? new Step.Hold(
                                        HoldReason.RECOVERING,
                                        Optional.of(pod.name()),
                                        "waiting for pod " + pod.name() + " to end")
                                : new Step.DeletePod(
                                        pod.name(), pod.uid(), pod.name() + " stops: the restore is undone"));
            }
        }
        return Optional.empty();
    }

    private static Optional<Step> setNewAside(ObservedCluster seen, RecoveryStatus recovery) {
        for (Map.Entry<String, ObservedVolume> each : seen.volumes().entrySet()) {
            if (!old(seen, recovery, each.getKey())) {
                return Optional.of(new Step.SetVolumeAside(
                        each.getKey(),
                        each.getValue().uid(),
                        recovery.restore() + UNDONE,
                        "volume " + each.getValue().name() + " is set aside: the restore is undone"));
            }
        }
        return Optional.empty();
    }

    private static Optional<Step> bringBack(ObservedCluster seen, RecoveryStatus recovery) {
        return kept(seen, recovery).stream()
                .findFirst()
                .map(each -> new Step.BringVolumeBack(
                        each.member(), each.uid(), "the volume of " + each.member() + " is the cluster's again"));
    }

    /** Of the cluster of before; a pod without a volume is nobody's to keep. */
    private static boolean old(ObservedCluster seen, RecoveryStatus recovery, String member) {
        boolean seed = !recovery.fromSurvivor() && member.equals(recovery.member());
        return !seed
                && seen.volume(member)
                        .map(each -> each.belongsTo(recovery.clusterIdBefore()))
                        .orElse(false);
    }

    /** Clients are led back when a quorum answers. */
    Optional<Step> complete(ObservedCluster seen, RecoveryStatus recovery) {
        return ReadyVoters.ofThoseListed(seen)
                ? Optional.of(Replacement.note(
                        "PutBack",
                        recovery.over(
                                RecoveryPhase.PUT_BACK,
                                seen.now().toString(),
                                "everything is as it was before restore " + recovery.restore())))
                : Optional.empty();
    }
}
