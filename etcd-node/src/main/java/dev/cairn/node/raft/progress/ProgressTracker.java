// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.progress;

import dev.cairn.node.raft.RaftStatus;
import dev.cairn.node.raft.confchange.Changer;
import dev.cairn.node.raft.confchange.ClusterConfig;
import dev.cairn.node.raft.quorum.VoteResult;
import dev.cairn.node.raft.quorum.VoterAnswer;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/** The progress of every member of a configuration, the leader's own included, in ascending order of ids. */
public final class ProgressTracker {
    private final int maxInflightMessages;
    private final long maxInflightBytes;
    private final NavigableMap<Long, Progress> progress = new TreeMap<>(Long::compareUnsigned);

    public ProgressTracker(int maxInflightMessages, long maxInflightBytes) {
        this.maxInflightMessages = maxInflightMessages;
        this.maxInflightBytes = maxInflightBytes;
    }

    /** A new leader knows nothing: it will probe everybody from the end of its log. */
    public void restart(ClusterConfig config, long lastIndex) {
        progress.clear();
        config.members().forEach(id -> put(id, lastIndex + 1));
    }

    /**
     * Follows a configuration change. A member that came in counts as active, so that the next quorum check does not hold
     * against it that it had no time to answer.
     */
    public void follow(Changer.Result change, long lastIndex) {
        progress.keySet().removeIf(id -> !change.config().isMember(id));
        for (long id : change.created()) {
            put(id, Math.max(lastIndex, 1)).recentActive(true);
        }
    }

    private Progress put(long id, long next) {
        Progress created = new Progress(0, next, new Inflights(maxInflightMessages, maxInflightBytes));
        progress.put(id, created);
        return created;
    }

    /** Null when {@code id} is no member. */
    public Progress get(long id) {
        return progress.get(id);
    }

    /** A copy, so that the configuration may change while it is walked. */
    public List<Long> ids() {
        return List.copyOf(progress.keySet());
    }

    /** The largest index that a quorum has durably. */
    public long committed(ClusterConfig config) {
        return config.voters().committed(id -> {
            Progress peer = progress.get(id);
            return peer == null ? 0 : peer.match();
        });
    }

    /** A quorum was heard from since the last check. */
    public boolean isQuorumActive(ClusterConfig config) {
        return config.voters().decide(id -> {
                    Progress peer = progress.get(id);
                    return peer != null && peer.recentActive() ? VoterAnswer.YES : VoterAnswer.NO;
                })
                == VoteResult.WON;
    }

    /** Starts the next period of the quorum check: everybody but the leader must be heard from again. */
    public void forgetActivity(long leader) {
        progress.forEach((id, peer) -> peer.recentActive(id == leader && peer.recentActive()));
    }

    public SortedMap<Long, RaftStatus.PeerProgress> status(ClusterConfig config) {
        NavigableMap<Long, RaftStatus.PeerProgress> status = new TreeMap<>(Long::compareUnsigned);
        progress.forEach((id, peer) -> status.put(
                id,
                new RaftStatus.PeerProgress(
                        peer.match(),
                        peer.next(),
                        peer.state(),
                        peer.pendingSnapshot(),
                        peer.recentActive(),
                        config.isLearner(id),
                        peer.isPaused(),
                        peer.inflightMessages(),
                        peer.inflightsFull())));
        return Collections.unmodifiableSortedMap(status);
    }
}
