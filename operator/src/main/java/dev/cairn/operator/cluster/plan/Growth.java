// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import dev.cairn.crds.cluster.status.MemberStatus;
import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.observe.ObservedMember;
import dev.cairn.operator.cluster.observe.ObservedPod;
import dev.cairn.operator.cluster.observe.ObservedVolume;
import dev.cairn.operator.cluster.reason.HoldReason;
import dev.cairn.operator.naming.AddressBook;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Changes a cluster's size, one member at a time. A new member is added to etcd without a vote, then gets its volume,
 * then its pod, and its vote when etcd finds it in sync. A learner under way is finished, or given up by deadline,
 * before anything else begins: that also holds for an edited {@code replicas}.
 */
final class Growth {
    private final AddressBook addresses;
    private final PodPlans pods;
    private final Duration startLimit;

    Growth(AddressBook addresses, PodPlans pods, Duration startLimit) {
        this.addresses = addresses;
        this.pods = pods;
        this.startLimit = startLimit;
    }

    Optional<Step> next(ObservedCluster seen, Membership.Known known) {
        Optional<ObservedMember> learner = known.learners().stream().findFirst();
        if (learner.isPresent()) {
            return Optional.of(
                    learner.get().started() ? promote(seen, known, learner.get()) : start(seen, known, learner.get()));
        }
        return notReady(seen, known).or(() -> foreign(known)).or(() -> resize(seen, known));
    }

    private Step start(ObservedCluster seen, Membership.Known known, ObservedMember learner) {
        if (overdue(seen, learner)) {
            return new Step.RemoveMember(
                    learner.name(),
                    learner.id(),
                    learner.name() + " has not started within " + startLimit.toSeconds() + " s: it is given up ("
                            + trouble(seen, learner) + ")");
        }
        Optional<ObservedVolume> volume = seen.volume(learner.name());
        if (volume.isPresent() && !volume.get().usable()) {
            return new Step.RemoveMember(
                    learner.name(), learner.id(), learner.name() + " has lost its volume before it started");
        }
        if (volume.isEmpty()) {
            return new Step.CreateVolume(
                    learner.name(),
                    Optional.of(known.clusterId()),
                    "the learner " + learner.name() + " gets its volume");
        }
        Optional<ObservedPod> pod = seen.pod(learner.name());
        if (pod.isEmpty()) {
            return pods.of(seen, known, learner, "the learner " + learner.name() + " gets its pod");
        }
        boolean outdated = !pod.get().initialCluster().equals(PodPlans.flag(PodPlans.initialCluster(known)));
        if ((outdated || pod.get().phase() == ObservedPod.Phase.ENDED)
                && !pod.get().terminating()) {
            return new Step.DeletePod(
                    learner.name(),
                    pod.get().uid(),
                    outdated
                            ? "the members have changed since the pod of " + learner.name() + " was made"
                            : "pod " + pod.get().name() + " has ended: "
                                    + pod.get().trouble());
        }
        Optional<Step> remade = Templates.remake(seen, pod.get());
        if (remade.isPresent()) {
            return remade.get();
        }
        return new Step.Hold(
                HoldReason.LEARNER_STARTING,
                Optional.of(learner.name()),
                "waiting for the learner " + learner.name() + " to start: " + trouble(seen, learner));
    }

    private static Step promote(ObservedCluster seen, Membership.Known known, ObservedMember learner) {
        long votes = known.voters().stream().filter(ObservedMember::answers).count() + (learner.answers() ? 1 : 0);
        int needed = (known.voters().size() + 1) / 2 + 1;
        if (votes < needed) {
            return new Step.Hold(
                    HoldReason.QUORUM_AT_RISK,
                    Optional.of(learner.name()),
                    learner.name() + " does not get its vote yet: " + votes + " members answer, with one voter more "
                            + needed + " would be needed");
        }
        return new Step.PromoteLearner(
                learner.name(), learner.id(), "the learner " + learner.name() + " gets its vote once it is in sync");
    }

    /** A member that is not ready is waited for, unless one is to leave anyway: then it is this one. */
    private static Optional<Step> notReady(ObservedCluster seen, Membership.Known known) {
        List<ObservedMember> outdated = StorageChange.outdated(seen, known);
        for (ObservedMember member : known.members().values()) {
            boolean ready = seen.pod(member.name())
                    .map(pod -> pod.ready() && !pod.terminating())
                    .orElse(false);
            if (!ready || !member.answers()) {
                boolean leaves = known.voters().size() > seen.replicas()
                        && known.foreign().isEmpty()
                        && known.canSpare(member)
                        // One that has just come to take another's place is not the one to leave.
                        && (outdated.isEmpty() || outdated.contains(member));
                return Optional.of(
                        leaves
                                ? leave(seen, known, member)
                                : new Step.Hold(
                                        HoldReason.MEMBER_NOT_READY,
                                        Optional.of(member.name()),
                                        "waiting for " + member.name() + ": " + trouble(seen, member)));
            }
        }
        return Optional.empty();
    }

    private static Optional<Step> foreign(Membership.Known known) {
        return known.foreign().isEmpty()
                ? Optional.empty()
                : Optional.of(new Step.Hold(
                        HoldReason.FOREIGN_MEMBER,
                        Optional.empty(),
                        "etcd lists members that this resource did not make: "
                                + known.foreign().stream()
                                        .map(ObservedMember::peerUrl)
                                        .collect(Collectors.joining(", "))));
    }

    private Optional<Step> resize(ObservedCluster seen, Membership.Known known) {
        int voters = known.voters().size();
        if (voters < seen.replicas()) {
            String name = newName(seen, known);
            return Optional.of(new Step.AddLearner(
                    name,
                    addresses.peerUrl(seen.key(), name, seen.tls()),
                    voters + " of " + seen.replicas() + " voters are here: " + name + " joins as a learner"));
        }
        List<ObservedMember> outdated = StorageChange.outdated(seen, known);
        if (voters > seen.replicas()) {
            // Whose volume is not as asked leaves first; the leader last of them.
            return Optional.of(leave(seen, known, outdated.isEmpty() ? victim(seen, known) : outdated.getFirst()));
        }
        if (!outdated.isEmpty()) {
            String name = newName(seen, known);
            return Optional.of(new Step.AddLearner(
                    name,
                    addresses.peerUrl(seen.key(), name, seen.tls()),
                    "the volume of " + outdated.getFirst().name() + " is not what spec.storage asks for: " + name
                            + " joins to take its place"));
        }
        return Optional.empty();
    }

    private static Step leave(ObservedCluster seen, Membership.Known known, ObservedMember member) {
        return new Step.RemoveMember(
                member.name(),
                member.id(),
                known.voters().size() + " voters are here, " + seen.replicas() + " are asked for: " + member.name()
                        + " leaves");
    }

    /** The name an interrupted attempt announced, if nothing else has it; otherwise a fresh one. */
    private static String newName(ObservedCluster seen, Membership.Known known) {
        return seen.intent("AddLearner")
                .map(step -> step.member())
                .filter(name -> !known.members().containsKey(name)
                        && seen.pod(name).isEmpty()
                        && seen.volume(name).isEmpty())
                .orElse(seen.freshMember());
    }

    /** The newest member leaves first, the leader last. */
    private static ObservedMember victim(ObservedCluster seen, Membership.Known known) {
        return known.voters().stream()
                .max(Comparator.comparing((ObservedMember each) -> !each.leads())
                        .thenComparing(each -> joined(seen, each))
                        .thenComparing(ObservedMember::name))
                .orElseThrow();
    }

    private static Instant joined(ObservedCluster seen, ObservedMember member) {
        return since(seen, member)
                .or(() -> seen.pod(member.name()).map(ObservedPod::createdAt))
                .orElse(Instant.EPOCH);
    }

    private boolean overdue(ObservedCluster seen, ObservedMember learner) {
        return since(seen, learner)
                .map(since -> !seen.now().isBefore(since.plus(startLimit)))
                .orElse(false);
    }

    private static Optional<Instant> since(ObservedCluster seen, ObservedMember member) {
        return Optional.ofNullable(seen.status().members()).stream()
                .flatMap(List::stream)
                .filter(each -> member.name().equals(each.name()) && each.since() != null)
                .map(MemberStatus::since)
                .map(Instant::parse)
                .findFirst();
    }

    private static String trouble(ObservedCluster seen, ObservedMember member) {
        Optional<ObservedPod> pod = seen.pod(member.name());
        if (pod.isEmpty()) {
            return "it has no pod";
        }
        if (!pod.get().trouble().isEmpty()) {
            return pod.get().trouble();
        }
        if (pod.get().terminating()) {
            return "its pod is being deleted";
        }
        return pod.get().ready() ? "it does not answer" : "its pod is not ready yet";
    }
}
