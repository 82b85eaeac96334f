// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster.plan;

import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.naming.AddressBook;
import java.util.Optional;

/**
 * What there is to do beside the members themselves: Services, the disruption budget, certificates. What the members need
 * done goes first, except where it needs something of this that is not there. What has been tried and is still to be done
 * lets the other go before it, so that neither keeps the other from its turn.
 */
public final class Beside {
    private final CertificatePlan certificates;

    public Beside(AddressBook addresses) {
        this.certificates = new CertificatePlan(addresses);
    }

    /** The step itself, or what is to be done before it or in its place. */
    public Step of(ObservedCluster seen, Step step) {
        Optional<Step> due = ServicePlan.next(seen).or(() -> certificates.next(seen));
        if (due.isEmpty()) {
            return step;
        }
        if (!(step instanceof Step.Mutation)) {
            return due.get();
        }
        boolean needed = asksNobody(seen) || lacksSomething(seen, step);
        Step first = needed ? due.get() : step;
        Step second = needed ? step : due.get();
        return tried(seen, first) ? second : first;
    }

    /** Members that cannot be asked are not to be taken for lost. */
    private static boolean asksNobody(ObservedCluster seen) {
        return seen.lacksIdentity() && seen.latchedClusterId().isPresent();
    }

    /** A pod is not made before it could start. */
    private static boolean lacksSomething(ObservedCluster seen, Step step) {
        return step instanceof Step.CreatePod pod
                && (ServicePlan.lacksPeers(seen) || CertificatePlan.lacks(seen, pod.memberName()));
    }

    private static boolean tried(ObservedCluster seen, Step step) {
        return seen.intent(step.name())
                .filter(each -> step.subject().equals(Optional.ofNullable(each.member())))
                .isPresent();
    }
}
