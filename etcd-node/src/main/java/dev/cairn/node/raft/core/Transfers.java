// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.core;

import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.progress.Progress;

/**
 * Leadership transfer (thesis §3.10): stop taking proposals, bring the transferee up to date, tell it to campaign. Given up
 * after an election timeout.
 */
final class Transfers {
    private final Core core;
    private final Replication replication;

    Transfers(Core core, Replication replication) {
        this.core = core;
        this.replication = replication;
    }

    void request(Message.TransferLeader request) {
        switch (core.role) {
            case Leader leader -> start(leader, request.from());
            case Role.Follower(long leader)
            when leader != Role.NO_LEADER -> core.outbox.send(new Message.TransferLeader(leader, request.from()));
            default -> core.tell(System.Logger.Level.INFO, "has no leader and drops a leadership transfer");
        }
    }

    private void start(Leader leader, long transferee) {
        Progress peer = leader.peers.get(transferee);
        if (peer == null || core.members.isLearner(transferee) || transferee == leader.transferee) {
            return;
        }
        abort(leader);
        if (transferee == core.id) {
            return;
        }
        core.electionElapsedTicks = 0;
        leader.transferee = transferee;
        core.tell(System.Logger.Level.INFO, "starts to transfer leadership to " + Long.toHexString(transferee));
        if (peer.match() == core.log.lastIndex()) {
            core.outbox.send(new Message.TimeoutNow(transferee, core.id, core.term));
        } else {
            replication.append(leader, transferee);
        }
    }

    void abort(Leader leader) {
        leader.transferee = Leader.NO_TRANSFEREE;
    }

    void abortIfNotVoter(Leader leader) {
        if (!core.members.isVoter(leader.transferee)) {
            abort(leader);
        }
    }
}
