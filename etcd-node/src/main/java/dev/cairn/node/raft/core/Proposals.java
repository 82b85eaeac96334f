// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.core;

import dev.cairn.node.raft.ConfChangeV2;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.EntryType;
import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.StepOutcome;
import java.util.ArrayList;
import java.util.List;

/** How entries get into a leader's log. */
final class Proposals {
    private final Core core;
    private final Replication replication;

    Proposals(Core core, Replication replication) {
        this.core = core;
        this.replication = replication;
    }

    StepOutcome propose(Message.Prop proposal) {
        return switch (core.role) {
            case Leader leader -> proposeAtLeader(leader, proposal.entries());
            case Role.Follower(long leader) -> forward(leader, proposal);
            case Role.PreCandidate _, Role.Candidate _ -> StepOutcome.PROPOSAL_DROPPED;
        };
    }

    private StepOutcome forward(long leader, Message.Prop proposal) {
        if (leader == Role.NO_LEADER || core.config.switches().disableProposalForwarding()) {
            return StepOutcome.PROPOSAL_DROPPED;
        }
        core.outbox.send(new Message.Prop(leader, proposal.from(), proposal.entries()));
        return StepOutcome.TAKEN;
    }

    private StepOutcome proposeAtLeader(Leader leader, List<Entry> proposed) {
        boolean handingOver = leader.transferee != Leader.NO_TRANSFEREE;
        if (proposed.isEmpty() || leader.peers.get(core.id) == null || handingOver) {
            return StepOutcome.PROPOSAL_DROPPED;
        }
        List<Entry> admitted = new ArrayList<>(proposed.size());
        for (Entry entry : proposed) {
            admitted.add(admit(leader, entry, core.log.lastIndex() + admitted.size() + 1));
        }
        if (!append(leader, admitted)) {
            return StepOutcome.PROPOSAL_DROPPED;
        }
        replication.appendToAll(leader);
        return StepOutcome.TAKEN;
    }

    /** A configuration change that does not fit becomes an entry without effect; its proposer will hear nothing. */
    private Entry admit(Leader leader, Entry entry, long index) {
        if (!entry.isConfChange()) {
            return entry;
        }
        String complaint = complaintAgainst(leader, entry);
        if (!complaint.isEmpty() && !core.config.switches().disableConfChangeValidation()) {
            core.tell(System.Logger.Level.INFO, "ignores a configuration change in " + core.members + ": " + complaint);
            return new Entry(EntryType.NORMAL, 0, 0, Entry.NO_DATA);
        }
        leader.pendingConfIndex = index;
        return entry;
    }

    private String complaintAgainst(Leader leader, Entry entry) {
        try {
            ConfChangeV2 change = core.config.confChanges().read(entry);
            boolean leaves = change.changes().isEmpty();
            if (leader.pendingConfIndex > core.log.applied()) {
                return "the one at index " + leader.pendingConfIndex + " is not applied, only " + core.log.applied()
                        + " is";
            }
            if (core.members.isJoint() && !leaves) {
                return "the joint configuration must be left first";
            }
            return !core.members.isJoint() && leaves ? "there is no joint configuration to leave" : "";
        } catch (IllegalArgumentException unreadable) {
            return unreadable.getMessage();
        }
    }

    /** Numbers the entries and appends them; false if too much is uncommitted. They are sent by the caller. */
    boolean append(Leader leader, List<Entry> entries) {
        if (!reserve(leader, Core.payloadBytes(entries))) {
            return false;
        }
        long first = core.log.lastIndex() + 1;
        List<Entry> numbered = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            numbered.add(entry.at(core.term, first + numbered.size()));
        }
        core.log.append(numbered);
        // the leader's own acknowledgement, which counts once the entries are durable here
        core.outbox.send(new Message.AppResp(core.id, core.id, core.term, core.log.lastIndex(), false, 0, 0));
        return true;
    }

    /** One proposal always fits, however large; entries without payload (a leader's first, leaving joint) always do. */
    private boolean reserve(Leader leader, long bytes) {
        long limit = core.config.limits().uncommittedBytes();
        if (leader.uncommittedBytes > 0 && bytes > 0 && bytes > limit - leader.uncommittedBytes) {
            return false;
        }
        leader.uncommittedBytes += bytes;
        return true;
    }

    /** Entries were applied: their payload is no longer uncommitted, and a joint configuration may be ready to be left. */
    void onApplied(List<Entry> entries) {
        if (core.role instanceof Leader leader) {
            leader.uncommittedBytes = Math.max(0, leader.uncommittedBytes - Core.payloadBytes(entries));
            leaveJointWhenApplied(leader);
        }
    }

    private void leaveJointWhenApplied(Leader leader) {
        if (core.members.autoLeave() && core.log.applied() >= leader.pendingConfIndex) {
            Entry leave = new Entry(EntryType.CONF_CHANGE_V2, 0, 0, Entry.NO_DATA);
            // dropped during a transfer: then the next applied entry, or the new leader, tries again
            StepOutcome outcome = proposeAtLeader(leader, List.of(leave));
            core.tell(System.Logger.Level.INFO, "leaves the joint configuration " + core.members + ": " + outcome);
        }
    }
}
