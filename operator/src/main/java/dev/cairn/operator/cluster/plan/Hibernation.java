// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedPod;
import dev.cairn.operator.cluster.reason.HoldReason;
import dev.cairn.operator.cluster.snapshot.LastSnapshot;
import java.util.Comparator;
import java.util.Optional;

/**
 * {@code spec.replicas: 0}: the pods go, the leader's last, and the volumes stay. What is under way, a rollout or a
 * learner, is finished or given up first. Waking needs nothing of its own: members come back from their volumes as they do
 * after all pods were lost.
 */
public final class Hibernation {
    /** As the status calls what the snapshot was made for. */
    public static final String PURPOSE = "Hibernation";

    Hibernation() {}

    /** Whether it is to hibernate, or does. */
    public static boolean asked(ObservedCluster seen) {
        return seen.replicas() == 0;
    }

    /** Whether no pod is left of one that is to hibernate. */
    public static boolean sleeps(ObservedCluster seen) {
        return asked(seen) && seen.pods().isEmpty();
    }

    Optional<Step> next(ObservedCluster seen, Membership.Known known) {
        if (!asked(seen)) {
            return awake(seen);
        }
        if (Rollouts.rolling(seen).isPresent() || !known.learners().isEmpty()) {
            return Optional.empty();
        }
        return Snapshots.before(PURPOSE, "the cluster hibernates", seen).or(() -> Optional.of(away(seen)));
    }

    /** Of a cluster that nobody can ask: one that begins, one that has no quorum, or one whose pods are going. */
    Optional<Step> withoutQuorum(ObservedCluster seen) {
        if (!asked(seen) || Rollouts.rolling(seen).isPresent()) {
            return Optional.empty();
        }
        if (seen.pods().isEmpty()) {
            return Optional.of(new Step.Hold(HoldReason.HIBERNATED, Optional.empty(), words(seen)));
        }
        boolean began = seen.latchedClusterId().isPresent();
        LastSnapshot snapshot = Snapshots.of(PURPOSE, seen);
        boolean owed = !(snapshot instanceof LastSnapshot.Stored || snapshot instanceof LastSnapshot.NoDestination);
        return Optional.of(
                began && owed
                        ? new Step.Hold(
                                HoldReason.LAST_SNAPSHOT_MISSING,
                                Optional.empty(),
                                "spec.replicas is 0, and no quorum answers that a last snapshot could be made from: suspend"
                                        + " the EtcdBackups of this cluster to let it hibernate without one")
                        : away(seen));
    }

    /** What was made for the last sleep says nothing about the next one. */
    private static Optional<Step> awake(ObservedCluster seen) {
        return Optional.ofNullable(seen.status().lastSnapshot())
                .filter(each -> PURPOSE.equals(each.purpose()))
                .map(each -> new Step.WakeUp("the cluster is awake: spec.replicas is " + seen.replicas()));
    }

    private static Step away(ObservedCluster seen) {
        return seen.pods().values().stream()
                .filter(each -> !each.terminating())
                .min(Comparator.comparing((ObservedPod each) -> leads(seen, each.name()))
                        .thenComparing(ObservedPod::name))
                .<Step>map(each -> new Step.DeletePod(
                        each.name(),
                        each.uid(),
                        "spec.replicas is 0: the cluster hibernates, the volume of " + each.name() + " stays"))
                .orElseGet(() -> new Step.Hold(
                        HoldReason.HIBERNATING,
                        Optional.empty(),
                        "spec.replicas is 0: waiting for pods to end: "
                                + String.join(", ", seen.pods().keySet())));
    }

    private static boolean leads(ObservedCluster seen, String member) {
        return seen.answer(member).map(each -> each.leads()).orElse(false);
    }

    private static String words(ObservedCluster seen) {
        String snapshot = Optional.ofNullable(seen.status().lastSnapshot())
                .filter(each -> PURPOSE.equals(each.purpose()) && each.object() != null)
                .map(each -> ", and a snapshot of revision " + each.revision() + " is in EtcdBackup " + each.backup())
                .orElse("");
        return seen.volumes().isEmpty() && seen.latchedClusterId().isEmpty()
                ? "spec.replicas is 0: the cluster begins with a number above zero"
                : "spec.replicas is 0: the cluster hibernates on "
                        + seen.volumes().size() + " volumes" + snapshot + "; it wakes with a number above zero";
    }
}
