// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.start;

import dev.cairn.node.membership.ClusterMember;
import java.util.List;

/** Where a member with an empty disk comes from: who it is, in which cluster, and with whom. */
public record Origin(long memberId, long clusterId, List<ClusterMember> members, boolean newCluster) {
    public Origin {
        members = List.copyOf(members);
    }
}
