// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.etcd;

import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.crds.cluster.RolloutState;
import dev.cairn.crds.cluster.RolloutStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What a cluster's status told of its rollouts, in order, each state once. */
public final class RolloutsSeen implements AutoCloseable {
    private final Sightings sightings;

    public RolloutsSeen(TestedCluster cluster) {
        sightings = new Sightings(cluster.resource());
    }

    /** A state of a rollout. */
    public record Sighting(String target, RolloutState state, String member, int updated) {}

    /** All that was seen since it was asked last, or since the beginning. */
    public List<Sighting> all() {
        List<Sighting> seen = new ArrayList<>();
        for (Optional<EtcdCluster> next = sightings.next(1, TimeUnit.SECONDS);
                next.isPresent();
                next = sightings.next(0, TimeUnit.SECONDS)) {
            Optional.ofNullable(next.get().getStatus().rollout())
                    .map(RolloutsSeen::sighting)
                    .filter(each -> seen.isEmpty() || !seen.getLast().equals(each))
                    .ifPresent(seen::add);
        }
        return seen;
    }

    private static Sighting sighting(RolloutStatus rollout) {
        return new Sighting(rollout.target(), rollout.state(), rollout.member(), rollout.updated());
    }

    @Override
    public void close() {
        sightings.close();
    }
}
