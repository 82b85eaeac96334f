// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.core;

import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.EntryType;
import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.quorum.Ballot;
import dev.cairn.node.raft.quorum.VoteResult;
import java.util.List;

/** Campaigns and votes (§5.2, §5.4.1; pre-vote: thesis §9.6). */
final class Elections {
    private static final long SCAN_BYTES = 1024 * 1024;

    private enum Campaign {
        PRE_VOTE,
        VOTE,
        /** At the wish of the leader: voters need not keep faith with it. */
        TRANSFER
    }

    private final Core core;
    private final Replication replication;
    private final Proposals proposals;

    Elections(Core core, Replication replication, Proposals proposals) {
        this.core = core;
        this.replication = replication;
        this.proposals = proposals;
    }

    void tick() {
        core.electionElapsedTicks++;
        if (core.isPromotable() && core.electionElapsedTicks >= core.electionTimeoutTicks) {
            core.electionElapsedTicks = 0;
            campaign();
        }
    }

    void campaign() {
        start(core.config.switches().preVote() ? Campaign.PRE_VOTE : Campaign.VOTE);
    }

    /** The leader hands over. No pre-vote: it is certain that this member was not cut off. */
    void onTimeoutNow() {
        if (core.role instanceof Role.Follower) {
            start(Campaign.TRANSFER);
        }
    }

    private void start(Campaign kind) {
        if (core.role instanceof Leader || !core.isPromotable()) {
            return;
        }
        if (hasUnappliedConfChange()) {
            core.tell(System.Logger.Level.WARNING, "cannot campaign: a committed configuration change is not applied");
            return;
        }
        if (kind == Campaign.PRE_VOTE) {
            core.becomePreCandidate();
            askForVotes(kind, core.term + 1);
        } else {
            core.becomeCandidate();
            askForVotes(kind, core.term);
        }
    }

    /** Its own vote counts, like all others, once it is durable: so it goes the way of a message. */
    private void askForVotes(Campaign kind, long term) {
        long lastTerm = core.log.lastTerm();
        long lastIndex = core.log.lastIndex();
        boolean transfer = kind == Campaign.TRANSFER;
        for (long voter : core.members.voters().ids()) {
            boolean self = voter == core.id;
            if (kind == Campaign.PRE_VOTE) {
                core.outbox.send(
                        self
                                ? new Message.PreVoteResp(voter, voter, term, false)
                                : new Message.PreVote(voter, core.id, term, lastTerm, lastIndex, false));
            } else {
                core.outbox.send(
                        self
                                ? new Message.VoteResp(voter, voter, term, false)
                                : new Message.Vote(voter, core.id, term, lastTerm, lastIndex, transfer));
            }
        }
    }

    /** Such a change may have removed this member, or be what its majority depends on. */
    private boolean hasUnappliedConfChange() {
        long from = core.log.applied() + 1;
        while (from <= core.log.committed()) {
            List<Entry> page = core.log.slice(from, core.log.committed() + 1, SCAN_BYTES);
            if (page.stream().anyMatch(Entry::isConfChange)) {
                return true;
            }
            from += page.size();
        }
        return false;
    }

    void onVote(Message.Vote request) {
        boolean granted = mayVoteFor(request.from()) && isComplete(request.logTerm(), request.index());
        if (granted) {
            core.electionElapsedTicks = 0;
            core.vote = request.from();
        }
        core.outbox.send(new Message.VoteResp(request.from(), core.id, core.term, !granted));
    }

    /** Promises nothing: several may be told yes. A granted answer carries the term that was asked about. */
    void onPreVote(Message.PreVote request) {
        boolean granted = (request.term() > core.term || mayVoteFor(request.from()))
                && isComplete(request.logTerm(), request.index());
        long term = granted ? request.term() : core.term;
        core.outbox.send(new Message.PreVoteResp(request.from(), core.id, term, !granted));
    }

    private boolean mayVoteFor(long candidate) {
        boolean uncommitted = core.vote == Core.NOBODY && core.role.leader() == Role.NO_LEADER;
        return core.vote == candidate || uncommitted;
    }

    /** §5.4.1: no vote for a log that lacks something that might be committed. */
    private boolean isComplete(long lastTerm, long lastIndex) {
        return core.log.isNoNewerThan(lastTerm, lastIndex);
    }

    /**
     * Even a majority of others does not make a leader before its own vote, and with it its term, is durable: after a crash
     * it would not remember that it led this term, could be elected in it again, and number other entries the same.
     */
    void onVoteResponse(Message.VoteResp response) {
        if (core.role instanceof Role.Candidate(Ballot ballot)) {
            ballot.record(response.from(), !response.reject());
            VoteResult result = ballot.result(core.members.voters());
            if (result == VoteResult.WON && ballot.hasVoteOf(core.id)) {
                lead();
            } else if (result == VoteResult.LOST) {
                core.becomeFollower(core.term, Role.NO_LEADER);
            }
        }
    }

    void onPreVoteResponse(Message.PreVoteResp response) {
        if (core.role instanceof Role.PreCandidate(Ballot ballot)) {
            ballot.record(response.from(), !response.reject());
            VoteResult result = ballot.result(core.members.voters());
            if (result == VoteResult.WON) {
                start(Campaign.VOTE);
            } else if (result == VoteResult.LOST) {
                core.becomeFollower(core.term, Role.NO_LEADER);
            }
        }
    }

    /** An entry of its own term is what lets a leader commit those of earlier terms (§5.4.2, §8). */
    private void lead() {
        Leader leader = core.becomeLeader();
        proposals.append(leader, List.of(new Entry(EntryType.NORMAL, 0, 0, Entry.NO_DATA)));
        replication.appendToAll(leader);
    }
}
