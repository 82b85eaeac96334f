// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.core;

import dev.cairn.node.raft.ConfChangeV2;
import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.confchange.Changer;
import dev.cairn.node.raft.confchange.ClusterConfig;
import dev.cairn.node.raft.confchange.ConfChangeException;

/** Switching configurations: when a change is applied, when a snapshot brings one, at the start (§6). */
final class Reconfiguration {
    private final Core core;
    private final Replication replication;
    private final Acknowledgements acknowledgements;
    private final Reads reads;
    private final Transfers transfers;

    Reconfiguration(
            Core core, Replication replication, Acknowledgements acknowledgements, Reads reads, Transfers transfers) {
        this.core = core;
        this.replication = replication;
        this.acknowledgements = acknowledgements;
        this.reads = reads;
        this.transfers = transfers;
    }

    /** Takes over a stored configuration; who leads cannot be told a new one this way. */
    void restore(ConfState state) {
        try {
            core.members = ClusterConfig.of(state);
        } catch (ConfChangeException unsound) {
            throw new IllegalStateException("unsound configuration " + state + ": " + unsound.getMessage(), unsound);
        }
        tellConfiguration();
    }

    /** A committed change takes effect. That it fits was checked before it was proposed. */
    ConfState apply(ConfChangeV2 change) {
        Changer.Result result;
        try {
            result = Changer.apply(core.members, change);
        } catch (ConfChangeException unfit) {
            throw new IllegalStateException(
                    "committed configuration change does not fit " + core.members + ": " + unfit.getMessage(), unfit);
        }
        core.members = result.config();
        tellConfiguration();
        if (core.role instanceof Leader leader) {
            leader.peers.follow(result, core.log.lastIndex());
            settle(leader);
        }
        return core.members.toConfState();
    }

    private void settle(Leader leader) {
        if (!core.members.isVoter(core.id)) {
            if (core.config.switches().stepDownOnRemoval()) {
                core.becomeFollower(core.term, Role.NO_LEADER);
            }
            // else it goes on until the others have taken over; what it proposes is dropped
            return;
        }
        if (acknowledgements.advanceCommit(leader)) {
            replication.appendToAll(leader);
        } else {
            for (long peer : leader.peers.ids()) {
                if (peer != core.id) {
                    replication.appendIfBehind(leader, peer);
                }
            }
        }
        reads.answerConfirmed(leader);
        transfers.abortIfNotVoter(leader);
    }

    private void tellConfiguration() {
        core.tell(System.Logger.Level.INFO, "switched to configuration " + core.members);
    }
}
