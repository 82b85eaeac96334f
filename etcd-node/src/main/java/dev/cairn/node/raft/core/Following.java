// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.core;

import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.raft.SnapshotMetadata;

/** What a member does with what the leader of its term sends: entries, commit index, snapshots (§5.3, §7). */
final class Following {
    private final Core core;
    private final Reconfiguration membership;

    Following(Core core, Reconfiguration membership) {
        this.core = core;
        this.membership = membership;
    }

    void onAppend(Message.App append) {
        follow(append.term(), append.from());
        if (append.index() < core.log.committed()) {
            // all that the leader means to say here is committed: it may go on from there
            acknowledge(append.from(), core.log.committed());
            return;
        }
        if (core.log.appendAfter(append.logTerm(), append.index(), append.entries())) {
            long last = append.index() + append.entries().size();
            core.log.commitTo(Math.min(append.commit(), last));
            acknowledge(append.from(), last);
        } else {
            reject(append);
        }
    }

    /** Tells where the logs may still match: the last entry here whose term is not above the one asked for. */
    private void reject(Message.App append) {
        long hint = core.log.lastNotAbove(append.logTerm(), Math.min(append.index(), core.log.lastIndex()));
        long hintTerm = Math.max(0, core.log.term(hint));
        core.outbox.send(new Message.AppResp(append.from(), core.id, core.term, append.index(), true, hint, hintTerm));
    }

    void onHeartbeat(Message.Heartbeat heartbeat) {
        follow(heartbeat.term(), heartbeat.from());
        core.log.commitTo(heartbeat.commit());
        core.outbox.send(new Message.HeartbeatResp(heartbeat.from(), core.id, core.term, heartbeat.context()));
    }

    void onSnapshot(Message.Snap message) {
        follow(message.term(), message.from());
        if (core.log.isApplying()) {
            core.heldSnapshot = message;
            return;
        }
        boolean restored = restore(message.snapshot());
        acknowledge(message.from(), restored ? core.log.lastIndex() : core.log.committed());
    }

    private void follow(long term, long leader) {
        if (core.role instanceof Role.Follower) {
            core.electionElapsedTicks = 0;
            if (core.role.leader() != leader) {
                core.role = new Role.Follower(leader);
            }
        } else {
            core.becomeFollower(term, leader);
        }
    }

    private boolean restore(Snapshot snapshot) {
        SnapshotMetadata metadata = snapshot.metadata();
        if (metadata.index() <= core.log.committed() || !names(metadata.confState(), core.id)) {
            return false;
        }
        if (core.log.matches(metadata.term(), metadata.index())) {
            // the log has what the snapshot stands for: only the commit index is news
            core.log.commitTo(metadata.index());
            return false;
        }
        core.log.restore(snapshot);
        membership.restore(metadata.confState());
        core.tell(
                System.Logger.Level.INFO,
                "restored snapshot at index " + metadata.index() + ", term " + metadata.term());
        return true;
    }

    private static boolean names(ConfState state, long id) {
        return state.voters().contains(id)
                || state.learners().contains(id)
                || state.votersOutgoing().contains(id);
    }

    private void acknowledge(long leader, long index) {
        core.outbox.send(new Message.AppResp(leader, core.id, core.term, index, false, 0, 0));
    }
}
