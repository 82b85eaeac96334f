// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.core;

import dev.cairn.node.invariant.Invariant;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.RaftConfig;
import dev.cairn.node.raft.ReadState;
import dev.cairn.node.raft.SoftState;
import dev.cairn.node.raft.confchange.ClusterConfig;
import dev.cairn.node.raft.log.RaftLog;
import dev.cairn.node.raft.progress.ProgressTracker;
import dev.cairn.node.raft.quorum.Ballot;
import java.util.ArrayList;
import java.util.List;

/** The state of one member, and the four transitions between roles. What moves it is in the other files. */
final class Core {
    static final long NOBODY = 0;

    final RaftConfig config;
    final long id;
    final RaftLog log;
    final Outbox outbox = new Outbox();
    List<ReadState> readStates = new ArrayList<>();

    long term;
    long vote = NOBODY;
    Role role = new Role.Follower(Role.NO_LEADER);
    ClusterConfig members = ClusterConfig.EMPTY;
    /**
     * A snapshot that came while entries before it were being applied, else null. It waits for them: a configuration change
     * among them would otherwise be applied to the later configuration that the snapshot brings.
     */
    Message.Snap heldSnapshot;

    /** Since the leader was last heard from or a vote was given; for a leader, since its last quorum check. */
    int electionElapsedTicks;

    int electionTimeoutTicks;

    Core(RaftConfig config, RaftLog log) {
        this.config = config;
        this.id = config.id();
        this.log = log;
        drawElectionTimeout();
    }

    void becomeFollower(long newTerm, long leader) {
        enterTerm(newTerm);
        role = new Role.Follower(leader);
        tell(System.Logger.Level.INFO, "became follower at term " + term);
    }

    void becomePreCandidate() {
        Invariant.check(!(role instanceof Leader), () -> "a leader cannot become pre-candidate");
        role = new Role.PreCandidate(new Ballot());
        tell(System.Logger.Level.INFO, "became pre-candidate at term " + term);
    }

    void becomeCandidate() {
        Invariant.check(!(role instanceof Leader), () -> "a leader cannot become candidate");
        enterTerm(term + 1);
        vote = id;
        role = new Role.Candidate(new Ballot());
        tell(System.Logger.Level.INFO, "became candidate at term " + term);
    }

    /** The new leader has probed nobody yet; its own log is its own up to the end. */
    Leader becomeLeader() {
        Invariant.check(role instanceof Role.Candidate, () -> "only a candidate can become leader");
        enterTerm(term);
        RaftConfig.Limits limits = config.limits();
        Leader leader = new Leader(id, new ProgressTracker(limits.inflightMessages(), limits.inflightBytes()));
        leader.peers.restart(members, log.lastIndex());
        var self = leader.peers.get(id);
        self.acknowledged(log.lastIndex());
        self.becomeReplicate();
        self.recentActive(true);
        // an earlier leader's change may be anywhere in the log: wait until all of it is applied
        leader.pendingConfIndex = log.lastIndex();
        role = leader;
        tell(System.Logger.Level.INFO, "became leader at term " + term);
        return leader;
    }

    private void enterTerm(long newTerm) {
        if (newTerm != term) {
            term = newTerm;
            vote = NOBODY;
        }
        electionElapsedTicks = 0;
        drawElectionTimeout();
    }

    private void drawElectionTimeout() {
        int base = config.timing().electionTicks();
        int jitter = config.jitter().applyAsInt(base);
        Invariant.check(jitter >= 0 && jitter < base, () -> "jitter " + jitter + " is not within [0, " + base + ")");
        electionTimeoutTicks = base + jitter;
    }

    /** May campaign: a voter whose log is not about to be replaced by a snapshot. */
    boolean isPromotable() {
        return members.isVoter(id) && !log.hasPendingSnapshot();
    }

    boolean hasCommittedInTerm() {
        return log.matches(term, log.committed());
    }

    SoftState softState() {
        return new SoftState(role.leader(), role.name());
    }

    HardState hardState() {
        return new HardState(term, vote, log.committed());
    }

    void tell(System.Logger.Level level, String what) {
        config.journal().log(level, Long.toHexString(id) + " " + what);
    }

    static long payloadBytes(List<Entry> entries) {
        long bytes = 0;
        for (Entry entry : entries) {
            bytes += entry.data().length;
        }
        return bytes;
    }
}
