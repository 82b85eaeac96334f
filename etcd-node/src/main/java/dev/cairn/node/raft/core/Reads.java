// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.core;

import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.RaftConfig;
import dev.cairn.node.raft.ReadState;

/** Linearizable reads without log entries (§6.4): a commit index, and proof that the leader still was one after it. */
final class Reads {
    private final Core core;
    private final Replication replication;

    Reads(Core core, Replication replication) {
        this.core = core;
        this.replication = replication;
    }

    void request(Message.ReadIndex request) {
        switch (core.role) {
            case Leader leader -> requestAtLeader(leader, request);
            case Role.Follower(long leader)
            when leader != Role.NO_LEADER ->
                core.outbox.send(new Message.ReadIndex(leader, request.from(), request.context()));
            default -> core.tell(System.Logger.Level.DEBUG, "has no leader and drops a read index request");
        }
    }

    /**
     * Before it has committed an entry of its term a leader does not know what earlier leaders committed, not even one that
     * is the only voter: the commit index that it remembered across a restart may be an old one.
     */
    private void requestAtLeader(Leader leader, Message.ReadIndex request) {
        if (core.hasCommittedInTerm()) {
            confirm(leader, request);
        } else {
            leader.reads.postpone(request);
        }
    }

    private void confirm(Leader leader, Message.ReadIndex request) {
        boolean byLease = core.config.switches().readOnly() == RaftConfig.ReadOnly.LEASE_BASED;
        if (byLease || core.members.isSingleVoter() && core.members.isVoter(core.id)) {
            answer(request, core.log.committed());
            return;
        }
        leader.reads.add(core.id, core.log.committed(), request);
        replication.heartbeatToAll(leader);
        answerConfirmed(leader);
    }

    /** Also when the configuration changed: a smaller quorum may have confirmed already. */
    void answerConfirmed(Leader leader) {
        for (ReadQueue.Pending read : leader.reads.takeConfirmed(core.members.voters())) {
            answer(read.request(), read.index());
        }
    }

    /** The commit index rose: what waited for the first commit of the term may go on. */
    void commitRose(Leader leader) {
        if (core.hasCommittedInTerm()) {
            leader.reads.takePostponed().forEach(request -> requestAtLeader(leader, request));
        }
    }

    void heartbeatEchoed(Leader leader, long from, byte[] context) {
        leader.reads.echo(from, context);
        answerConfirmed(leader);
    }

    private void answer(Message.ReadIndex request, long index) {
        if (request.from() == core.id) {
            core.readStates.add(new ReadState(index, request.context()));
        } else {
            core.outbox.send(new Message.ReadIndexResp(request.from(), core.id, core.term, index, request.context()));
        }
    }

    void answered(Message.ReadIndexResp response) {
        if (core.role instanceof Role.Follower) {
            core.readStates.add(new ReadState(response.index(), response.context()));
        }
    }
}
