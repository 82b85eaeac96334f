// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.reaction;

import dev.cairn.node.server.duty.AttributePublisher;
import dev.cairn.node.server.duty.ClusterVersions;
import dev.cairn.node.server.duty.LeaseExpiry;
import dev.cairn.node.server.service.LeaderHandOver;
import dev.cairn.node.server.service.NodeHealth;
import dev.cairn.node.server.stage.Leadership;
import dev.cairn.node.server.stage.PendingProposals;
import dev.cairn.node.server.stage.ReadIndexes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows when another member leads, and when the first entry of a term was applied. */
public final class LeaderChanges {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderChanges.class);

    private final PendingProposals proposals;
    private final ReadIndexes reads;
    private final LeaderHandOver handOver;
    private final LeaseExpiry leases;
    private final AttributePublisher attributes;
    private final ClusterVersions versions;
    private final NodeHealth health;
    private volatile long seen;

    public LeaderChanges(
            PendingProposals proposals,
            ReadIndexes reads,
            LeaderHandOver handOver,
            LeaseExpiry leases,
            AttributePublisher attributes,
            ClusterVersions versions,
            NodeHealth health) {
        this.health = health;
        this.proposals = proposals;
        this.reads = reads;
        this.handOver = handOver;
        this.leases = leases;
        this.attributes = attributes;
        this.versions = versions;
    }

    /** Raft loop only. */
    public void changed(Leadership now, Leadership before) {
        if (before.leader() != 0 && now.leader() != before.leader()) {
            proposals.leaderLost();
        }
        if (now.leader() != before.leader()) {
            LOG.info(
                    "leader changed from {} to {} at term {}",
                    Long.toHexString(before.leader()),
                    Long.toHexString(now.leader()),
                    now.term());
            reads.restart();
            if (now.leader() != 0) {
                health.leaderChanged();
            }
            seen++;
        }
        leases.leadershipChanged(now);
        handOver.leadershipChanged(now);
    }

    /** Everything of the terms before is applied. */
    void firstInTerm(long term) {
        leases.firstInTerm(term);
        versions.check();
        attributes.tick();
        reads.restart();
    }

    /** How many there were since the start. Any thread. */
    public long seen() {
        return seen;
    }
}
