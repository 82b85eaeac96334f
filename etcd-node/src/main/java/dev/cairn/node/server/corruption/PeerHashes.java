// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.corruption;

import dev.cairn.node.membership.ClusterMember;
import dev.cairn.node.membership.MemberIds;
import dev.cairn.node.server.PeerClient;
import dev.cairn.node.wire.EtcdException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the other members for their hash at a revision, one after the other: each of them reads its whole store for it. */
final class PeerHashes {
    private static final Logger LOG = LoggerFactory.getLogger(PeerHashes.class);

    private final PeerClient client;
    private final long clusterId;
    private final long memberId;

    PeerHashes(PeerClient client, long clusterId, long memberId) {
        this.client = client;
        this.clusterId = clusterId;
        this.memberId = memberId;
    }

    /** Blocks; one entry for each of the members but this one, in their order. */
    List<PeerHash> at(long revision, List<ClusterMember> members) {
        List<PeerHash> hashes = new ArrayList<>();
        for (ClusterMember member : members) {
            if (member.id() != memberId && !member.peerUrls().isEmpty()) {
                hashes.add(ask(member, revision));
            }
        }
        return hashes;
    }

    private PeerHash ask(ClusterMember member, long revision) {
        try {
            return PeerHash.of(member.id(), client.hashKv(member.peerUrls(), clusterId, revision));
        } catch (RuntimeException e) {
            LOG.warn(
                    "failed hash kv request to {} at revision {}: {}",
                    MemberIds.text(member.id()),
                    revision,
                    e.getMessage());
            return PeerHash.none(member.id(), e instanceof EtcdException refused ? refused.error() : null);
        }
    }
}
