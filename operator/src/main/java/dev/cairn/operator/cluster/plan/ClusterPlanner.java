// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import dev.cairn.crds.cluster.RolloutStatus;
import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.reason.HoldReason;
import dev.cairn.operator.cluster.validate.Problem;
import dev.cairn.operator.naming.AddressBook;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * From one look at a cluster to the next step. The order of the questions is the order of concerns: is it ours to
 * touch, was it ever formed, does a quorum answer, is something left over, half-changed, lost, half-added; only with
 * everything ready do its members change, and its size. One that is to hibernate is repaired no more.
 */
public final class ClusterPlanner {
    private final Formation formation;
    private final Upkeep upkeep;
    private final Repair repair;
    private final Rollout rollout;
    private final Space space;
    private final Hibernation hibernation;
    private final Corruption corruption;
    private final Growth growth;
    private final Beside beside;

    /** @param learnerStartLimit how long a new member may take to start before it is given up */
    public ClusterPlanner(AddressBook addresses, Duration learnerStartLimit) {
        var pods = new PodPlans(addresses);
        this.formation = new Formation(pods);
        this.upkeep = new Upkeep();
        this.repair = new Repair(pods);
        this.rollout = new Rollout();
        this.space = new Space();
        this.hibernation = new Hibernation();
        this.corruption = new Corruption();
        this.growth = new Growth(addresses, pods, learnerStartLimit);
        this.beside = new Beside(addresses);
    }

    /**
     * The next step.
     *
     * @param problems what must be put right by a person before the cluster begins, grows or shrinks; what is lost is
     *     repaired all the same
     */
    public Step plan(ObservedCluster seen, List<Problem> problems) {
        if (Boolean.TRUE.equals(seen.spec().paused())) {
            return new Step.Hold(
                    HoldReason.PAUSED, Optional.empty(), "spec.paused is true: the operator changes nothing");
        }
        Step step = switch (seen.membership()) {
            case Membership.Unknown unknown ->
                hibernation
                        .withoutQuorum(seen)
                        .or(() -> remade(seen, problems))
                        .orElseGet(() -> waiting(seen, withoutQuorum(seen, unknown, problems)));
            case Membership.Known known -> tend(seen, known, problems);
        };
        return beside.of(seen, step);
    }

    private Step withoutQuorum(ObservedCluster seen, Membership.Unknown unknown, List<Problem> problems) {
        if (problems.isEmpty()) {
            return formation.withoutQuorum(seen, unknown);
        }
        if (seen.latchedClusterId().isEmpty()) {
            return hold(problems);
        }
        Step step = formation.withoutQuorum(seen, unknown);
        if (!(step instanceof Step.Hold lost)) {
            return step;
        }
        return seen.lacksIdentity()
                ? hold(problems)
                : new Step.Hold(
                        lost.reason(),
                        lost.member(),
                        lost.message() + "; besides: " + hold(problems).message());
    }

    private Step tend(ObservedCluster seen, Membership.Known known, List<Problem> problems) {
        return formation
                .latch(seen, known)
                .or(() -> upkeep.next(seen, known))
                .or(() -> rollout.settle(seen, problems.isEmpty()))
                .or(() -> corruption.next(seen, known).filter(Step.Mutation.class::isInstance))
                .or(() -> hibernation.next(seen, known))
                .or(() -> repair.next(seen, known))
                // A member that has no pod has no hash: it comes back before anybody is waited for.
                .or(() -> corruption.next(seen, known))
                .or(() -> Rollouts.rolling(seen).isPresent() ? Optional.empty() : space.next(seen, known))
                .or(() -> problems.isEmpty() ? change(seen, known) : Optional.of(hold(problems)))
                .orElseGet(Step.Rest::new);
    }

    private Optional<Step> change(ObservedCluster seen, Membership.Known known) {
        return rollout.next(seen, known)
                .or(() -> StorageChange.next(seen, known))
                .or(() -> growth.next(seen, known));
    }

    private Optional<Step> remade(ObservedCluster seen, List<Problem> problems) {
        return seen.latchedClusterId()
                .flatMap(any -> rollout.settle(seen, problems.isEmpty())
                        .or(() -> problems.isEmpty() ? rollout.withoutQuorum(seen) : Optional.empty()));
    }

    /** A cluster that has no quorum because its member is being remade has lost nothing. */
    private static Step waiting(ObservedCluster seen, Step step) {
        Optional<String> turn = Rollouts.rolling(seen).map(RolloutStatus::member);
        boolean ours = step instanceof Step.Hold hold
                && hold.reason() == HoldReason.QUORUM_LOST
                && turn.isPresent()
                && seen.pods().keySet().stream()
                        .allMatch(each ->
                                each.equals(turn.get()) || seen.pods().get(each).ready());
        return ours ? new Step.Hold(HoldReason.MEMBER_UPDATING, turn, "waiting for " + turn.get()) : step;
    }

    private static Step.Hold hold(List<Problem> problems) {
        return new Step.Hold(
                problems.getFirst().reason(),
                Optional.empty(),
                problems.stream().map(Problem::message).collect(Collectors.joining("; ")));
    }
}
