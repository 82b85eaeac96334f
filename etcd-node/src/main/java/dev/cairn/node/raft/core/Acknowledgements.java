// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.core;

import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.RaftStatus.ProgressName;
import dev.cairn.node.raft.progress.Progress;

/** What a leader learns from answers: how far each log matches, what is committed, who is alive (§5.3, §5.4.2). */
final class Acknowledgements {
    private final Core core;
    private final Replication replication;
    private final Reads reads;

    Acknowledgements(Core core, Replication replication, Reads reads) {
        this.core = core;
        this.replication = replication;
        this.reads = reads;
    }

    void onAppendResponse(Leader leader, Message.AppResp response) {
        Progress peer = leader.peers.get(response.from());
        if (peer == null) {
            return;
        }
        peer.recentActive(true);
        if (response.reject()) {
            onRejected(leader, peer, response);
        } else {
            onAccepted(leader, peer, response);
        }
    }

    /** Probe further back: no later than where the terms of both logs can agree, so that each round skips a term. */
    private void onRejected(Leader leader, Progress peer, Message.AppResp response) {
        long hint = response.rejectHint();
        if (response.logTerm() > 0) {
            hint = core.log.lastNotAbove(response.logTerm(), hint);
        }
        if (peer.rejected(response.index(), hint)) {
            if (peer.state() == ProgressName.REPLICATE) {
                peer.becomeProbe();
            }
            replication.append(leader, response.from());
        }
    }

    private void onAccepted(Leader leader, Progress peer, Message.AppResp response) {
        long from = response.from();
        boolean probed = peer.state() == ProgressName.PROBE && peer.match() == response.index();
        if (!peer.acknowledged(response.index()) && !probed) {
            return;
        }
        switch (peer.state()) {
            case PROBE -> peer.becomeReplicate();
            case SNAPSHOT -> resumeAfterSnapshot(peer);
            case REPLICATE -> peer.freeInflights(response.index());
        }
        boolean self = from == core.id;
        if (advanceCommit(leader)) {
            replication.appendToAll(leader);
        } else if (!self && peer.canRaiseCommitTo(core.log.committed())) {
            replication.append(leader, from);
        }
        if (!self) {
            sendAllThatFits(leader, from);
        }
        if (from == leader.transferee && peer.match() == core.log.lastIndex()) {
            core.outbox.send(new Message.TimeoutNow(from, core.id, core.term));
        }
    }

    /** Whichever snapshot it installed: it is good enough if the log still holds what comes next. */
    private void resumeAfterSnapshot(Progress peer) {
        if (peer.match() + 1 >= core.log.firstIndex()) {
            peer.becomeProbe();
            peer.becomeReplicate();
        }
    }

    private void sendAllThatFits(Leader leader, long to) {
        boolean sent = true;
        while (sent) {
            sent = replication.appendIfBehind(leader, to);
        }
    }

    /** Commits what a quorum has, if it is of this leader's term; true if that is more than before. */
    boolean advanceCommit(Leader leader) {
        if (!core.log.commitIfOfTerm(core.term, leader.peers.committed(core.members))) {
            return false;
        }
        reads.commitRose(leader);
        return true;
    }

    void onHeartbeatResponse(Leader leader, Message.HeartbeatResp response) {
        Progress peer = leader.peers.get(response.from());
        if (peer == null) {
            return;
        }
        peer.recentActive(true);
        peer.resume();
        // even if nothing is missing: its answer to an empty append ends the probing
        if (peer.match() < core.log.lastIndex() || peer.state() == ProgressName.PROBE) {
            replication.append(leader, response.from());
        }
        reads.heartbeatEchoed(leader, response.from(), response.context());
    }

    /** Appends sent ahead are likely lost: go back to one at a time. */
    void onUnreachable(Leader leader, long id) {
        Progress peer = leader.peers.get(id);
        if (peer != null && peer.state() == ProgressName.REPLICATE) {
            peer.becomeProbe();
        }
    }

    /** The transport is done with a snapshot. Its receiver's acknowledgement, or a heartbeat's answer, goes on from here. */
    void onSnapshotReport(Leader leader, long id, boolean delivered) {
        Progress peer = leader.peers.get(id);
        if (peer == null || peer.state() != ProgressName.SNAPSHOT) {
            return;
        }
        if (!delivered) {
            peer.forgetSnapshot();
        }
        peer.becomeProbe();
        peer.pause();
    }
}
