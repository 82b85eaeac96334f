// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.etcd;

import dev.cairn.crds.cluster.EtcdCluster;
import dev.cairn.crds.cluster.status.MemberRole;
import dev.cairn.crds.cluster.status.MemberStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** In which roles each member of a cluster was seen, in their order, each once. */
public final class RolesSeen implements AutoCloseable {
    private final Sightings sightings;

    public RolesSeen(TestedCluster cluster) {
        sightings = new Sightings(cluster.resource());
    }

    /** Of all that was seen since the beginning. */
    public Map<String, List<MemberRole>> byMember() {
        Map<String, List<MemberRole>> roles = new TreeMap<>();
        for (Optional<EtcdCluster> next = sightings.next(1, TimeUnit.SECONDS);
                next.isPresent();
                next = sightings.next(0, TimeUnit.SECONDS)) {
            for (MemberStatus member : next.get().getStatus().members()) {
                List<MemberRole> seen = roles.computeIfAbsent(member.name(), each -> new ArrayList<>());
                if (member.role() != null && (seen.isEmpty() || seen.getLast() != member.role())) {
                    seen.add(member.role());
                }
            }
        }
        return roles;
    }

    @Override
    public void close() {
        sightings.close();
    }
}
