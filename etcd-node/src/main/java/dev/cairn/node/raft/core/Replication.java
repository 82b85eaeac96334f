// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.core;

import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.LogStorage;
import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.RaftStatus.ProgressName;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.raft.progress.Progress;
import java.util.List;
import java.util.Optional;

/** A leader's sending: appends, snapshots, heartbeats (§5.3, §7). What was sent is noted in the peer's progress. */
final class Replication {
    private final Core core;

    Replication(Core core) {
        this.core = core;
    }

    void appendToAll(Leader leader) {
        for (long peer : leader.peers.ids()) {
            if (peer != core.id) {
                append(leader, peer);
            }
        }
    }

    /** Sends what is next, or an empty append that carries the commit index. */
    void append(Leader leader, long to) {
        append(leader, to, true);
    }

    /** Sends what is next; nothing when the peer has everything. */
    boolean appendIfBehind(Leader leader, long to) {
        return append(leader, to, false);
    }

    private boolean append(Leader leader, long to, boolean evenIfEmpty) {
        Progress peer = leader.peers.get(to);
        if (peer.isPaused()) {
            return false;
        }
        long previous = peer.next() - 1;
        long previousTerm = core.log.term(previous);
        if (previousTerm == LogStorage.UNKNOWN_TERM) {
            return sendSnapshot(to, peer);
        }
        List<Entry> entries = entriesFor(peer);
        if (entries.isEmpty() && !evenIfEmpty) {
            return false;
        }
        long commit = core.log.committed();
        core.outbox.send(new Message.App(to, core.id, core.term, previousTerm, previous, entries, commit));
        peer.sentEntries(entries.size(), Core.payloadBytes(entries));
        peer.sentCommit(commit);
        return true;
    }

    /**
     * With a full window only empty appends go: should all that filled it have been lost, the refusal or acknowledgement
     * of an empty one frees it.
     */
    private List<Entry> entriesFor(Progress peer) {
        boolean throttled = peer.state() == ProgressName.REPLICATE && peer.inflightsFull();
        return throttled
                ? List.of()
                : core.log.entriesFrom(peer.next(), core.config.limits().messageBytes());
    }

    /** The entries that the peer needs are gone. A peer that does not answer anyway is spared the snapshot. */
    private boolean sendSnapshot(long to, Progress peer) {
        if (!peer.recentActive()) {
            return false;
        }
        Optional<Snapshot> snapshot = core.log.snapshot();
        if (snapshot.isEmpty()) {
            return false;
        }
        long index = snapshot.get().metadata().index();
        peer.becomeSnapshot(index);
        core.outbox.send(new Message.Snap(to, core.id, core.term, snapshot.get()));
        core.tell(
                System.Logger.Level.DEBUG,
                "sent snapshot at " + index + " to " + Long.toHexString(to) + ", whose log ends before "
                        + core.log.firstIndex());
        return true;
    }

    /** Tells everybody that the leader lives, and asks to confirm it if reads wait. */
    void heartbeatToAll(Leader leader) {
        byte[] context = leader.reads.heartbeatContext();
        for (long to : leader.peers.ids()) {
            if (to != core.id) {
                Progress peer = leader.peers.get(to);
                // a peer's log may differ from ours after what it acknowledged: it must not commit beyond that
                long commit = Math.min(peer.match(), core.log.committed());
                core.outbox.send(new Message.Heartbeat(to, core.id, core.term, commit, context));
                peer.sentCommit(commit);
            }
        }
    }
}
