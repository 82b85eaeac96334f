// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.core;

/** A leader's clock: heartbeats, the check that a quorum still answers, the end of a transfer that came to nothing. */
final class LeaderTimers {
    private final Core core;
    private final Replication replication;
    private final Transfers transfers;

    LeaderTimers(Core core, Replication replication, Transfers transfers) {
        this.core = core;
        this.replication = replication;
        this.transfers = transfers;
    }

    void tick(Leader leader) {
        leader.heartbeatElapsedTicks++;
        core.electionElapsedTicks++;
        if (core.electionElapsedTicks >= core.config.timing().electionTicks()) {
            core.electionElapsedTicks = 0;
            if (core.config.switches().checkQuorum() && !passesQuorumCheck(leader)) {
                return;
            }
            transfers.abort(leader);
        }
        if (leader.heartbeatElapsedTicks >= core.config.timing().heartbeatTicks()) {
            leader.heartbeatElapsedTicks = 0;
            replication.heartbeatToAll(leader);
        }
    }

    /** A leader that is cut off from the majority must not go on answering (thesis §6.2). */
    private boolean passesQuorumCheck(Leader leader) {
        if (!leader.peers.isQuorumActive(core.members)) {
            core.tell(System.Logger.Level.WARNING, "steps down: no quorum was active since the last check");
            core.becomeFollower(core.term, Role.NO_LEADER);
            return false;
        }
        leader.peers.forgetActivity(core.id);
        return true;
    }
}
