// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.recovery.plan;

import dev.cairn.crds.cluster.status.RecoveryStatus;
import dev.cairn.operator.cluster.observe.ObservedCluster;
import dev.cairn.operator.cluster.plan.Beside;
import dev.cairn.operator.cluster.plan.ClusterPlanner;
import dev.cairn.operator.cluster.plan.PodPlans;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.cluster.validate.Problem;
import dev.cairn.operator.naming.AddressBook;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The next step of a cluster, recoveries first: a recovery that was begun is finished or put back before anything else is
 * done about the cluster, and one that is asked for begins whatever else there is to do. Everything else is the
 * {@link ClusterPlanner}'s.
 */
public final class RecoveryPlanner {
    private final ClusterPlanner ordinary;
    private final Beginning beginning;
    private final Automatic automatic;
    private final Replacement replacement;
    private final PuttingBack puttingBack;
    private final SetAsideVolumes aside;
    private final Beside beside;

    /** @param learnerStartLimit how long a new member may take to start before it is given up */
    public RecoveryPlanner(AddressBook addresses, Duration learnerStartLimit) {
        this.ordinary = new ClusterPlanner(addresses, learnerStartLimit);
        this.beginning = new Beginning();
        this.automatic = new Automatic();
        this.replacement = new Replacement(new PodPlans(addresses));
        this.puttingBack = new PuttingBack();
        this.aside = new SetAsideVolumes();
        this.beside = new Beside(addresses);
    }

    /**
     * The next step.
     *
     * @param problems what must be put right by a person; a recovery does not wait for it
     */
    public Step plan(ObservedCluster seen, List<Problem> problems) {
        if (Boolean.TRUE.equals(seen.spec().paused())) {
            return ordinary.plan(seen, problems);
        }
        return Optional.ofNullable(seen.status().recovery())
                .flatMap(each -> underWay(seen, each))
                .or(() -> beginning.next(seen))
                .or(() -> automatic.next(seen))
                .orElseGet(() -> ordinary.plan(seen, problems));
    }

    private Optional<Step> underWay(ObservedCluster seen, RecoveryStatus recovery) {
        return puttingBack.asked(seen, recovery).or(() -> switch (recovery.phase()) {
            case FENCING -> Optional.of(replacement.fence(seen, recovery));
            case STOPPING -> Optional.of(replacement.stop(seen, recovery));
            case SEEDING -> Optional.of(beside.of(seen, replacement.seed(seen, recovery)));
            case FORCING -> Optional.of(beside.of(seen, replacement.force(seen, recovery)));
            case RESTARTING -> Optional.of(beside.of(seen, replacement.restart(seen, recovery)));
            case GROWING -> replacement.complete(seen, recovery);
            case PUTTING_BACK -> Optional.of(puttingBack.next(seen, recovery));
            case RETURNING -> puttingBack.complete(seen, recovery);
            case COMPLETED, PUT_BACK -> aside.next(seen, recovery);
        });
    }
}
