// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.start;

import dev.cairn.node.apply.Features;
import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.raft.log.MemoryLog;
import dev.cairn.node.wal.WriteAheadLog;
import java.util.List;

/**
 * A member's durable state, opened: its log, its store and who it is. {@code knownMembers} are those to connect to before
 * the store knows any: the initial cluster, or the cluster that is being joined.
 */
public record Recovered(
        long memberId,
        long clusterId,
        WriteAheadLog wal,
        MemoryLog log,
        Features features,
        List<ClusterMember> knownMembers) {}
