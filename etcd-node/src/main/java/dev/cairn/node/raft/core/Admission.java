// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.core;

import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.StepOutcome;

/** The first look at a message: compares terms (§5.1), keeps faith with a living leader (thesis §4.2.3), then hands on. */
final class Admission {
    private final Core core;
    private final Elections elections;
    private final Following following;
    private final Acknowledgements acknowledgements;
    private final Proposals proposals;
    private final Reads reads;
    private final Transfers transfers;

    Admission(Concerns concerns) {
        this.core = concerns.core();
        this.elections = concerns.elections();
        this.following = concerns.following();
        this.acknowledgements = concerns.acknowledgements();
        this.proposals = concerns.proposals();
        this.reads = concerns.reads();
        this.transfers = concerns.transfers();
    }

    StepOutcome step(Message message) {
        if (isMalformed(message)) {
            return StepOutcome.MALFORMED;
        }
        long term = message.term();
        if (term != 0 && term > core.term && !admitHigherTerm(message)) {
            return StepOutcome.TAKEN;
        }
        if (term != 0 && term < core.term) {
            answerLowerTerm(message);
            return StepOutcome.TAKEN;
        }
        return dispatch(message);
    }

    private boolean admitHigherTerm(Message message) {
        switch (message) {
            case Message.Vote vote -> {
                if (!vote.transfer() && hasLiveLeader()) {
                    return false;
                }
                core.becomeFollower(vote.term(), Role.NO_LEADER);
            }
            case Message.PreVote preVote -> {
                return preVote.transfer() || !hasLiveLeader();
            }
            case Message.PreVoteResp response when !response.reject() -> {
                // granted for the term we asked about, which is above ours until we are elected
            }
            case Message.App _, Message.Heartbeat _, Message.Snap _ ->
                core.becomeFollower(message.term(), message.from());
            default -> core.becomeFollower(message.term(), Role.NO_LEADER);
        }
        return true;
    }

    /** Heard from the leader within the shortest election timeout: whoever campaigns now was cut off, or removed. */
    private boolean hasLiveLeader() {
        return core.config.switches().checkQuorum()
                && core.role.leader() != Role.NO_LEADER
                && core.electionElapsedTicks < core.config.timing().electionTicks();
    }

    private void answerLowerTerm(Message message) {
        boolean quiet =
                !core.config.switches().checkQuorum() && !core.config.switches().preVote();
        switch (message) {
            // Our term rose unnoticed, while votes are not asked for or not listened to: an answer with the
            // higher term makes the old leader step down, or else neither could ever proceed.
            case Message.App _, Message.Heartbeat _ -> {
                if (!quiet) {
                    core.outbox.send(new Message.AppResp(message.from(), core.id, core.term, 0, false, 0, 0));
                }
            }
            case Message.PreVote _ ->
                core.outbox.send(new Message.PreVoteResp(message.from(), core.id, core.term, true));
            default -> {}
        }
    }

    private StepOutcome dispatch(Message message) {
        switch (message) {
            case Message.Prop prop -> {
                return proposals.propose(prop);
            }
            case Message.Vote vote -> elections.onVote(vote);
            case Message.PreVote preVote -> elections.onPreVote(preVote);
            case Message.VoteResp response -> elections.onVoteResponse(response);
            case Message.PreVoteResp response -> elections.onPreVoteResponse(response);
            case Message.App append -> fromLeader(message, () -> following.onAppend(append));
            case Message.Heartbeat heartbeat -> fromLeader(message, () -> following.onHeartbeat(heartbeat));
            case Message.Snap snapshot -> fromLeader(message, () -> following.onSnapshot(snapshot));
            case Message.TimeoutNow _ -> elections.onTimeoutNow();
            case Message.TransferLeader request -> transfers.request(request);
            case Message.ReadIndex request -> reads.request(request);
            case Message.ReadIndexResp response -> reads.answered(response);
            case Message.AppResp response -> {
                if (core.role instanceof Leader leader) {
                    acknowledgements.onAppendResponse(leader, response);
                }
            }
            case Message.HeartbeatResp response -> {
                if (core.role instanceof Leader leader) {
                    acknowledgements.onHeartbeatResponse(leader, response);
                }
            }
        }
        return StepOutcome.TAKEN;
    }

    /** Two leaders in one term cannot be (§5.2); a leader ignores who claims it, as etcd's does. */
    private void fromLeader(Message message, Runnable handling) {
        if (core.role instanceof Leader) {
            core.tell(
                    System.Logger.Level.ERROR,
                    "leads term " + core.term + " and ignores " + Long.toHexString(message.from())
                            + ", which claims to lead it too");
        } else {
            handling.run();
        }
    }

    private static boolean isMalformed(Message message) {
        return switch (message) {
            case Message.App append -> append.term() == 0 || !followsInOrder(append);
            case Message.Snap snap -> snap.term() == 0 || snap.snapshot().isEmpty();
            case Message.Heartbeat _, Message.Vote _, Message.PreVote _, Message.TimeoutNow _ -> message.term() == 0;
            case Message.Prop prop -> prop.entries().isEmpty();
            default -> false;
        };
    }

    private static boolean followsInOrder(Message.App append) {
        long index = append.index();
        long term = append.logTerm();
        for (Entry entry : append.entries()) {
            index++;
            if (entry.index() != index || entry.term() < term || entry.term() > append.term()) {
                return false;
            }
            term = entry.term();
        }
        return true;
    }
}
