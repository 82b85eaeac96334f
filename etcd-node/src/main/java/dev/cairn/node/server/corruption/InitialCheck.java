// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.corruption;

import dev.cairn.node.apply.Features;
import dev.cairn.node.membership.MemberIds;
import dev.cairn.node.mvcc.hash.KvHash;
import dev.cairn.node.server.PeerClient;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares a member that comes back with the others, before it serves anybody (etcd's feature gate InitialCorruptCheck). */
public final class InitialCheck {
    private static final Logger LOG = LoggerFactory.getLogger(InitialCheck.class);

    private InitialCheck() {}

    /** Blocks; false where another member has other data at this one's revision. Those that do not answer say nothing. */
    public static boolean passes(Features features, long clusterId, long memberId, PeerClient peers) {
        String self = MemberIds.text(memberId);
        LOG.info("starting initial corruption check of {}", self);
        KvHash own = features.hashes().at(0);
        List<PeerHash> others = new PeerHashes(peers, clusterId, memberId)
                .at(own.hashRevision(), features.members().view().members());
        boolean passes = HashRules.agree(memberId, own, others);
        if (passes) {
            LOG.info("initial corruption checking passed; no corruption");
        }
        return passes;
    }
}
