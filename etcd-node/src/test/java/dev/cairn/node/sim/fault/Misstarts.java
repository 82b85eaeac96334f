// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.fault;

import dev.cairn.node.sim.cluster.SimCluster;
import dev.cairn.node.sim.cluster.SimMember;
import java.util.List;

/** A member that is down is started by somebody in a way that would lose or double something: it must refuse. */
final class Misstarts {
    private final SimCluster cluster;

    Misstarts(SimCluster cluster) {
        this.cluster = cluster;
    }

    void strike(SimMember member, String place) {
        if (!member.mayMisstart()) {
            return;
        }
        switch (place) {
            case "without-log" -> member.misstarts().withoutLog();
            case "on-empty-disk" -> member.misstarts().onEmptyDisk();
            case "at-lower-version" -> member.misstarts().atLowerVersion();
            default -> {
                List<SimMember> others = cluster.members().stream()
                        .filter(other -> other != member && other.mayMisstart())
                        .toList();
                if (!others.isEmpty()) {
                    SimMember other = others.get(cluster.random().nextInt(others.size()));
                    if (place.equals("with-log-of-another")) {
                        member.misstarts().withLogOf(other);
                    } else {
                        member.misstarts().inDirectoryOf(other);
                    }
                }
            }
        }
    }
}
