// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.recovery.plan;

import dev.cairn.crds.cluster.status.RecoveryPhase;
import dev.cairn.crds.cluster.status.RecoveryStatus;
import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedPod;
import dev.cairn.operator.cluster.observe.ObservedVolume;
import dev.cairn.operator.cluster.plan.PodPlans;
import dev.cairn.operator.cluster.plan.ServicePlan;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.cluster.reason.HoldReason;
import dev.cairn.operator.etcd.EndpointStatus;
import dev.cairn.operator.recovery.observe.RecoveryView;
import java.util.Map;
import java.util.Optional;

/**
 * One member takes a cluster's place: clients are kept away, the members stop, their volumes are set aside, the one starts
 * alone, and the others join as in every cluster.
 */
final class Replacement {
    private final PodPlans pods;

    Replacement(PodPlans pods) {
        this.pods = pods;
    }

    /** Before any member stops, no client is led to one. */
    Step fence(ObservedCluster seen, RecoveryStatus recovery) {
        return ServicePlan.client(seen)
                .orElseGet(() -> note(
                        "Fenced",
                        recovery.at(
                                RecoveryPhase.STOPPING,
                                seen.key().clientService() + " leads to nobody: the members stop, and their volumes are"
                                        + " set aside")));
    }

    /** Pods first; a volume is only set aside when nothing runs on it. */
    Step stop(ObservedCluster seen, RecoveryStatus recovery) {
        if (!recovery.fromSurvivor()) {
            Optional<Step> back = overtaken(seen, recovery);
            if (back.isPresent()) {
                return back.get();
            }
        }
        Optional<Step> stop = stopPods(seen, recovery);
        if (stop.isPresent()) {
            return stop.get();
        }
        for (Map.Entry<String, ObservedVolume> each : seen.volumes().entrySet()) {
            if (!each.getKey().equals(recovery.member())) {
                return new Step.SetVolumeAside(
                        each.getKey(),
                        each.getValue().uid(),
                        recovery.restore(),
                        "volume " + each.getValue().name() + " is set aside and kept: " + recovery.member()
                                + " takes the cluster's place");
            }
        }
        return recovery.fromSurvivor()
                ? note(
                        "Stopped",
                        recovery.at(
                                RecoveryPhase.FORCING,
                                recovery.member() + " starts, and leaves every other member out"))
                : note("Stopped", recovery.at(RecoveryPhase.SEEDING, recovery.member() + " starts on the snapshot"));
    }

    /** What would make the restore a step back: nothing is lost yet, so everything is put back. */
    private static Optional<Step> overtaken(ObservedCluster seen, RecoveryStatus recovery) {
        boolean there =
                seen.recovery().seed().map(RecoveryView.SeedVolume::usable).orElse(false);
        if (!there) {
            return Optional.of(note(
                    "Abandoned",
                    recovery.at(
                            RecoveryPhase.PUTTING_BACK,
                            "the volume of " + recovery.member() + ", which holds the snapshot, is gone: everything is"
                                    + " put back")));
        }
        return seen.seenRevision() >= recovery.expectedRevision()
                ? Optional.of(note(
                        "Abandoned",
                        recovery.at(
                                RecoveryPhase.PUTTING_BACK,
                                "the cluster has come to revision " + seen.seenRevision() + " meanwhile, the snapshot"
                                        + " would go on from " + recovery.expectedRevision()
                                        + ": everything is put back")))
                : Optional.empty();
    }

    private static Optional<Step> stopPods(ObservedCluster seen, RecoveryStatus recovery) {
        for (ObservedPod pod : seen.pods().values()) {
            if (!pod.terminating()) {
                return Optional.of(new Step.DeletePod(
                        pod.name(),
                        pod.uid(),
                        pod.name() + " stops: " + recovery.member() + " takes the cluster's place"));
            }
        }
        // A pod on a node that is gone cannot be seen to end. It has no quorum, and its volume is not gone on with.
        return seen.pods().values().stream()
                .filter(pod -> pod.nodeGoneSince().isEmpty() || pod.name().equals(recovery.member()))
                .findFirst()
                .map(pod -> new Step.Hold(
                        HoldReason.RECOVERING, Optional.of(pod.name()), "waiting for pod " + pod.name() + " to end"));
    }

    /** The seed is the whole cluster; what it holds is compared with what the snapshot held. */
    Step seed(ObservedCluster seen, RecoveryStatus recovery) {
        Optional<ObservedVolume> volume = seen.volume(recovery.member());
        if (volume.isEmpty()) {
            return seen.recovery()
                    .seed()
                    .filter(RecoveryView.SeedVolume::usable)
                    .<Step>map(each -> new Step.AdoptVolume(
                            each.member(), each.uid(), "the volume of " + each.member() + " is the cluster's now"))
                    .orElseGet(() -> halted(seen, recovery, "the volume of " + recovery.member() + " is gone"));
        }
        if (!volume.get().usable()) {
            return halted(seen, recovery, "the volume of " + recovery.member() + " is gone");
        }
        Optional<Step> started =
                started(seen, recovery, false, recovery.member() + " starts on " + recovery.object() + ", alone");
        if (started.isPresent()) {
            return started.get();
        }
        if (!(seen.membership() instanceof Membership.Known known)
                || seen.answer(recovery.member()).isEmpty()) {
            return waiting(seen, recovery);
        }
        EndpointStatus answer = seen.answer(recovery.member()).get();
        if (answer.revision() < recovery.expectedRevision()) {
            return halted(
                    seen,
                    recovery,
                    recovery.member() + " serves revision " + answer.revision() + " and should "
                            + recovery.expectedRevision());
        }
        Optional<Long> keys = seen.recovery().seedKeys();
        if (keys.isEmpty()) {
            return waiting(seen, recovery);
        }
        boolean comparable = recovery.expectedKeys() != null && keys.get() != RecoveryView.HIDDEN;
        if (comparable && !keys.get().equals(recovery.expectedKeys())) {
            return halted(
                    seen,
                    recovery,
                    recovery.member() + " holds " + keys.get() + " keys at revision " + recovery.expectedRevision()
                            + ", the snapshot " + recovery.expectedKeys());
        }
        return new Step.NoteRecovery(
                "Seeded",
                recovery.serving(
                        answer.revision(),
                        recovery.member() + " holds the snapshot from revision " + answer.revision()
                                + " on: the others join; clients follow when a quorum is ready"),
                Optional.of(known.clusterId()),
                recovery.member() + " is cluster " + known.clusterId() + ", which takes the place of "
                        + recovery.clusterIdBefore());
    }

    /** The survivor is started once with the flag by which it leaves the others out. */
    Step force(ObservedCluster seen, RecoveryStatus recovery) {
        Optional<Step> started =
                started(seen, recovery, true, recovery.member() + " starts, and leaves every other member out");
        if (started.isPresent()) {
            return started.get();
        }
        boolean alone = seen.membership() instanceof Membership.Known known
                && known.members().keySet().equals(java.util.Set.of(recovery.member()))
                && known.foreign().isEmpty();
        ObservedPod pod = seen.pod(recovery.member()).orElseThrow();
        return alone
                ? note(
                        "Alone",
                        recovery.alone(
                                pod.uid(),
                                recovery.member()
                                        + " is the whole cluster: it starts again as a member like any other"))
                : waiting(seen, recovery);
    }

    /** With that flag it would leave out whoever joins, at its next start. */
    Step restart(ObservedCluster seen, RecoveryStatus recovery) {
        Optional<ObservedPod> pod = seen.pod(recovery.member());
        boolean forced =
                pod.map(ObservedPod::uid).filter(recovery.forcedPod()::equals).isPresent();
        if (forced) {
            return pod.get().terminating()
                    ? waiting(seen, recovery)
                    : new Step.DeletePod(
                            recovery.member(),
                            pod.get().uid(),
                            recovery.member() + " starts again without --force-new-cluster");
        }
        Optional<Step> started =
                started(seen, recovery, false, recovery.member() + " starts as a member like any other");
        if (started.isPresent()) {
            return started.get();
        }
        if (!(seen.membership() instanceof Membership.Known)
                || seen.answer(recovery.member()).isEmpty()) {
            return waiting(seen, recovery);
        }
        long served = seen.answer(recovery.member()).get().revision();
        return note("Survived", recovery.serving(served, Gap.of(recovery, served) + "; the others join"));
    }

    /** Clients are led back when a quorum could lose a member again. */
    Optional<Step> complete(ObservedCluster seen, RecoveryStatus recovery) {
        if (!ReadyVoters.ofThoseAskedFor(seen)) {
            return Optional.empty();
        }
        String what = recovery.fromSurvivor()
                ? Gap.of(recovery, recovery.servedRevision())
                : "the contents of " + recovery.object() + " are served from revision " + recovery.servedRevision()
                        + " on; the highest seen before was " + recovery.knownRevision();
        return Optional.of(note(
                "Completed", recovery.over(RecoveryPhase.COMPLETED, seen.now().toString(), what)));
    }

    /** The member's pod is there and has not ended; otherwise what brings that about. */
    private Optional<Step> started(ObservedCluster seen, RecoveryStatus recovery, boolean forced, String why) {
        Optional<ObservedPod> pod = seen.pod(recovery.member());
        if (pod.isEmpty()) {
            return Optional.of(pods.alone(seen, recovery.member(), forced, why));
        }
        return pod.filter(each -> each.phase() == ObservedPod.Phase.ENDED && !each.terminating())
                .map(each -> new Step.DeletePod(
                        each.name(), each.uid(), "pod " + each.name() + " has ended: " + each.trouble()));
    }

    private static Step waiting(ObservedCluster seen, RecoveryStatus recovery) {
        String trouble = seen.pod(recovery.member()).map(ObservedPod::trouble).orElse("");
        return new Step.Hold(
                HoldReason.RECOVERING,
                Optional.of(recovery.member()),
                recovery.message() + ": waiting for " + recovery.member() + " to answer"
                        + (trouble.isEmpty() ? "" : " (" + trouble + ")"));
    }

    private static Step halted(ObservedCluster seen, RecoveryStatus recovery, String why) {
        return new Step.Hold(
                HoldReason.RECOVERY_HALTED,
                Optional.of(recovery.member()),
                why + ": the volumes that were set aside are kept; kubectl annotate etcdcluster "
                        + seen.key().name() + " " + dev.cairn.operator.naming.Labels.RESTORE_UNDO + "="
                        + recovery.restore() + " puts everything back");
    }

    static Step note(String word, RecoveryStatus recovery) {
        return new Step.NoteRecovery(word, recovery, Optional.empty(), recovery.message());
    }
}
