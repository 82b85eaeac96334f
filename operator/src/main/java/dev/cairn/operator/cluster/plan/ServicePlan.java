// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import dev.cairn.operator.cluster.desired.AppliedObject;
import dev.cairn.operator.cluster.desired.ClientService;
import dev.cairn.operator.cluster.desired.PeerService;
import dev.cairn.operator.cluster.desired.VoterBudget;
import dev.cairn.operator.cluster.observe.Membership;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What every cluster has beside its members: two Services, and a disruption budget unless the specification wants none. */
public final class ServicePlan {
    private static final String CLIENT = "ClientService";

    private ServicePlan() {}

    /** What is missing or not as it should be, one object at a time. */
    static Optional<Step> next(ObservedCluster seen) {
        for (var each : wanted(seen).entrySet()) {
            Optional<Step> step = apply(seen, each.getKey(), each.getValue());
            if (step.isPresent()) {
                return step;
            }
        }
        String budget = seen.key().disruptionBudget();
        return budgetWanted(seen) || !seen.companions().containsKey(budget)
                ? Optional.empty()
                : Optional.of(new Step.DeleteBudget(
                        seen.companions().get(budget).getMetadata().getUid(),
                        "spec.podDisruptionBudget.enabled is false: " + budget + " goes"));
    }

    /** Makes the Service of the clients what it should be; empty where it is. */
    public static Optional<Step> client(ObservedCluster seen) {
        return apply(seen, CLIENT, wanted(seen).get(CLIENT));
    }

    private static Optional<Step> apply(ObservedCluster seen, String role, HasMetadata wanted) {
        String name = wanted.getMetadata().getName();
        HasMetadata there = seen.companions().get(name);
        if (there != null && AppliedObject.covers(wanted, there)) {
            return Optional.empty();
        }
        return Optional.of(new Step.ApplyObject(
                role,
                wanted,
                wanted.getKind() + " " + name + (there == null ? " is made" : " is made what it should be")));
    }

    /** Without the Service of the peers a member has no name to be reached by. */
    static boolean lacksPeers(ObservedCluster seen) {
        return !seen.companions().containsKey(seen.key().peerService());
    }

    /** The objects as they should be, by their role, in the order in which they are made. */
    public static Map<String, HasMetadata> wanted(ObservedCluster seen) {
        var wanted = new LinkedHashMap<String, HasMetadata>();
        wanted.put("PeerService", AppliedObject.marked(PeerService.of(seen.key())));
        wanted.put(
                CLIENT,
                AppliedObject.marked(ClientService.of(seen.key(), seen.spec().service(), seen.fenced())));
        if (budgetWanted(seen) && seen.membership() instanceof Membership.Known known) {
            wanted.put(
                    "DisruptionBudget",
                    AppliedObject.marked(
                            VoterBudget.of(seen.key(), known.voters().size())));
        }
        return wanted;
    }

    private static boolean budgetWanted(ObservedCluster seen) {
        return seen.spec().podDisruptionBudget() == null
                || !Boolean.FALSE.equals(seen.spec().podDisruptionBudget().enabled());
    }
}
