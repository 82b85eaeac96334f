// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.recovery.plan;

import dev.cairn.crds.cluster.recovery.QuorumLossSpec;
import dev.cairn.crds.cluster.status.MemberRole;
import dev.cairn.crds.cluster.status.MemberStatus;
import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedVolume;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.cluster.reason.HoldReason;
import dev.cairn.operator.etcd.EndpointStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Going on by itself when the volumes of a majority are gone, where the specification allows it: from a survivor if no
 * more revisions are lost than it says, from a backup if nobody is left. A majority that is only silent is waited for.
 */
final class Automatic {
    private static final Duration AFTER = Duration.ofMinutes(10);
    private static final String AVAILABLE = "Available";

    Optional<Step> next(ObservedCluster seen) {
        QuorumLossSpec allowed =
                seen.spec().repair() == null ? null : seen.spec().repair().quorumLoss();
        if (allowed == null
                || seen.replicas() == 0
                || seen.latchedClusterId().isEmpty()
                || seen.lacksIdentity()
                || !(seen.membership() instanceof Membership.Unknown unknown)
                || !since(seen)
                        .map(each -> !seen.now().isBefore(each.plus(after(allowed))))
                        .orElse(false)) {
            return Optional.empty();
        }
        List<String> voters = voters(seen);
        List<String> kept =
                voters.stream().filter(each -> keeps(seen, each)).sorted().toList();
        if (voters.isEmpty() || kept.size() > voters.size() / 2) {
            return Optional.empty();
        }
        return kept.isEmpty() ? fromBackup(seen, allowed) : survivor(seen, allowed, unknown, kept);
    }

    private static Optional<Step> survivor(
            ObservedCluster seen, QuorumLossSpec allowed, Membership.Unknown unknown, List<String> kept) {
        if (!unknown.answering().keySet().containsAll(kept)) {
            // One that does not answer may have come further.
            return Optional.empty();
        }
        String chosen = unknown.furthest(kept).orElseThrow();
        EndpointStatus answer = unknown.answering().get(chosen);
        long lost = Math.max(0, seen.knownRevision() - answer.revision());
        if (lost > allowed.maxLostRevisions()) {
            return Optional.of(new Step.Hold(
                    HoldReason.QUORUM_LOST,
                    Optional.of(chosen),
                    "no quorum answers, and " + chosen + " would lose " + lost + " revisions: more than the "
                            + allowed.maxLostRevisions() + " that spec.repair.quorumLoss allows"));
        }
        return Optional.of(Beginning.fromSurvivor(
                seen,
                new Beginning.Asked("auto-" + seen.now().getEpochSecond(), null),
                chosen,
                answer,
                "the volumes of a majority are gone: by spec.repair.quorumLoss the cluster goes on from " + chosen
                        + " and loses " + lost + " revisions of those that were seen"));
    }

    private static Optional<Step> fromBackup(ObservedCluster seen, QuorumLossSpec allowed) {
        String clusterId = seen.latchedClusterId().orElseThrow();
        return allowed.backupRef() == null || !seen.pods().isEmpty()
                ? Optional.empty()
                : Optional.of(new Step.RequestRestore(
                        allowed.backupRef().name(),
                        "no volume of cluster " + clusterId
                                + " is left: by spec.repair.quorumLoss the latest snapshot of" + " EtcdBackup "
                                + allowed.backupRef().name() + " is restored in place"));
    }

    private static boolean keeps(ObservedCluster seen, String member) {
        return seen.volume(member)
                .filter(ObservedVolume::usable)
                .map(each -> each.belongsTo(seen.latchedClusterId().orElseThrow()))
                .orElse(false);
    }

    private static List<String> voters(ObservedCluster seen) {
        return Optional.ofNullable(seen.status().members()).stream()
                .flatMap(List::stream)
                .filter(each -> each.role() == MemberRole.VOTER)
                .map(MemberStatus::name)
                .toList();
    }

    /** Since when no quorum has been ready. */
    private static Optional<Instant> since(ObservedCluster seen) {
        return Optional.ofNullable(seen.status().conditions()).stream()
                .flatMap(List::stream)
                .filter(each -> AVAILABLE.equals(each.getType()) && "False".equals(each.getStatus()))
                .map(Condition::getLastTransitionTime)
                .map(Instant::parse)
                .findFirst();
    }

    private static Duration after(QuorumLossSpec allowed) {
        return allowed.after() == null
                ? AFTER
                : Duration.parse("PT" + allowed.after().toUpperCase(Locale.ROOT));
    }
}
