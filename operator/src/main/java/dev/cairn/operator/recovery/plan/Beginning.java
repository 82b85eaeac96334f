// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.recovery.plan;

import dev.cairn.crds.cluster.status.RecoveryPhase;
import dev.cairn.crds.cluster.status.RecoveryStatus;
import dev.cairn.crds.cluster.status.SurvivorStatus;
import dev.cairn.crds.restore.ResolvedSource;
import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.cluster.reason.HoldReason;
import dev.cairn.operator.etcd.EndpointStatus;
import dev.cairn.operator.recovery.observe.RecoveryView;
import dev.cairn.operator.recovery.observe.RestoreRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Whether a recovery that is asked for may begin. What it is to bring, from which member, above which revision, is written
 * down before anything of the cluster is touched.
 */
final class Beginning {
    /** So long a survivor is waited for that has a volume and does not answer. */
    static final Duration PROBED_WITHIN = Duration.ofMinutes(1);

    Optional<Step> next(ObservedCluster seen) {
        return seen.recovery().request().flatMap(request -> {
            boolean stale = seen.recovery()
                    .undone()
                    .or(() -> seen.recovery().confirmed())
                    .filter(request.name()::equals)
                    .isPresent();
            if (stale) {
                return Optional.of(halted("EtcdRestore " + request.name()
                        + " waits: an annotation on this EtcdCluster confirms or undoes a"
                        + " restore of that name already; take it off first"));
            }
            if (seen.replicas() == 0) {
                return Optional.of(halted("EtcdRestore " + request.name()
                        + " waits: the cluster hibernates; set spec.replicas above 0 first"));
            }
            return request.survivor().isPresent() ? survivor(seen, request) : snapshot(seen, request);
        });
    }

    private static Optional<Step> snapshot(ObservedCluster seen, RestoreRequest request) {
        String before = seen.latchedClusterId().orElse(null);
        if (before == null || !before.equals(request.place().orElseThrow().clusterId())) {
            // The restore says what is wrong.
            return Optional.empty();
        }
        boolean there =
                seen.recovery().seed().map(RecoveryView.SeedVolume::usable).orElse(false);
        String member = request.place().get().member();
        if (!there) {
            return Optional.of(halted("EtcdRestore " + request.name() + " cannot begin: the volume of " + member
                    + ", which holds the snapshot, is gone; nothing was changed. Delete it, and make another one"));
        }
        if (seen.knownRevision() >= request.expectedRevision()) {
            return Optional.of(
                    halted("EtcdRestore " + request.name() + " cannot begin: the cluster has come to revision "
                            + seen.knownRevision() + ", the snapshot would go on from " + request.expectedRevision()
                            + "; nothing was changed. Delete it, and make another one with a higher bumpRevision"));
        }
        ResolvedSource source = request.source().orElseThrow();
        return Optional.of(begin(
                seen,
                new Asked(request.name(), request.uid()),
                member,
                Optional.of(request),
                null,
                member + " is made of " + source.object()
                        + " and proven: it takes the cluster's place, which goes on from" + " revision "
                        + request.expectedRevision()));
    }

    private static Optional<Step> survivor(ObservedCluster seen, RestoreRequest request) {
        if (!(seen.membership() instanceof Membership.Unknown unknown)
                || seen.latchedClusterId().isEmpty()
                || seen.lacksIdentity()) {
            // Who has a quorum needs no survivor; who cannot ask does not know. The restore says so.
            return Optional.empty();
        }
        var candidates = new TreeSet<String>();
        var silent = new TreeSet<String>();
        seen.volumes().forEach((member, volume) -> {
            if (volume.usable() && volume.belongsTo(seen.latchedClusterId().get())) {
                (unknown.answering().containsKey(member) ? candidates : silent).add(member);
            }
        });
        boolean patient = seen.now().isBefore(request.since().plus(PROBED_WITHIN));
        String wanted = request.survivor().orElseThrow().member();
        if (wanted != null ? !candidates.contains(wanted) : candidates.isEmpty() || !silent.isEmpty() && patient) {
            // Members without a pod get one meanwhile.
            return Optional.empty();
        }
        String chosen = wanted != null ? wanted : unknown.furthest(candidates).orElseThrow();
        EndpointStatus answer = unknown.answering().get(chosen);
        String others = "asked: "
                + String.join(
                        ", ",
                        candidates.stream()
                                .map(each -> each + " (term "
                                        + unknown.answering().get(each).raftTerm() + ", applied index "
                                        + unknown.answering().get(each).appliedIndex() + ", revision "
                                        + unknown.answering().get(each).revision() + ")")
                                .toList())
                + (silent.isEmpty() ? "" : "; not answering, and perhaps further: " + String.join(", ", silent));
        return Optional.of(fromSurvivor(
                seen,
                new Asked(request.name(), request.uid()),
                chosen,
                answer,
                "the cluster goes on from " + chosen + "; " + others));
    }

    /**
     * By whom a recovery is asked for.
     *
     * @param restoreUid null where the operator begins by itself
     */
    record Asked(String restore, String restoreUid) {}

    /** The choice is written down, and nothing else is done. */
    static Step fromSurvivor(ObservedCluster seen, Asked asked, String chosen, EndpointStatus answer, String message) {
        return begin(
                seen,
                asked,
                chosen,
                Optional.empty(),
                new SurvivorStatus(answer.raftTerm(), answer.appliedIndex(), answer.revision()),
                message);
    }

    private static Step begin(
            ObservedCluster seen,
            Asked asked,
            String member,
            Optional<RestoreRequest> snapshot,
            SurvivorStatus survivor,
            String message) {
        ResolvedSource source = snapshot.flatMap(RestoreRequest::source).orElse(null);
        var recovery = new RecoveryStatus(
                asked.restore(),
                asked.restoreUid(),
                RecoveryPhase.FENCING,
                source == null ? null : source.object(),
                member,
                survivor,
                seen.latchedClusterId().orElseThrow(),
                seen.knownRevision(),
                knownAt(seen),
                snapshot.map(RestoreRequest::expectedRevision).orElse(null),
                source == null || source.revision() == null ? null : source.totalKeys(),
                null,
                null,
                seen.now().toString(),
                null,
                true,
                message);
        return new Step.NoteRecovery("Began", recovery, Optional.empty(), message);
    }

    /** A member that answers tells of now. */
    private static String knownAt(ObservedCluster seen) {
        return seen.status().highestRevision() != null && seen.seenRevision() < seen.knownRevision()
                ? seen.status().highestRevision().at()
                : seen.now().toString();
    }

    private static Step.Hold halted(String message) {
        return new Step.Hold(HoldReason.RECOVERY_HALTED, Optional.empty(), message);
    }
}
