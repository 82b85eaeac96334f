// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.core;

import dev.cairn.node.invariant.Invariant;
import dev.cairn.node.raft.ConfChangeV2;
import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.EntryType;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.raft.LogStorage;
import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.ProposalDroppedException;
import dev.cairn.node.raft.RaftConfig;
import dev.cairn.node.raft.RaftStatus;
import dev.cairn.node.raft.Ready;
import dev.cairn.node.raft.StepOutcome;
import dev.cairn.node.raft.log.RaftLog;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/**
 * One member's consensus. Everything happens on the caller's thread: it feeds in ticks, messages and proposals, takes a
 * {@link Ready} when there is one, does what it says, and reports {@link #onAppended} and {@link #onApplied}. Nothing is
 * sent, written or applied by the core itself.
 *
 * <p>Not thread-safe. An {@link IllegalStateException} out of any method means that the log or the protocol is broken; the
 * member must stop.
 */
public final class RaftNode {
    private final Core core;
    private final Concerns concerns;
    private final Admission admission;
    private final Readies readies;

    /**
     * Starts or restarts from what is stored, as a follower that knows no leader.
     *
     * @throws IllegalStateException when the stored pieces contradict each other
     */
    public RaftNode(RaftConfig config, LogStorage storage) {
        RaftLog log = new RaftLog(storage, config.limits().applyingBytes());
        core = new Core(config, log);
        concerns = Concerns.of(core);
        admission = new Admission(concerns);
        concerns.membership().restore(storage.initialConfState());
        load(storage.initialHardState());
        if (config.appliedIndex() > 0) {
            log.appliedTo(config.appliedIndex(), List.of());
        }
        core.becomeFollower(core.term, Role.NO_LEADER);
        readies = new Readies(core);
    }

    private void load(HardState state) {
        if (state.isEmpty()) {
            return;
        }
        Invariant.check(
                state.commit() >= core.log.committed() && state.commit() <= core.log.lastIndex(),
                () -> "hard state commits " + state.commit() + ", which is not within [" + core.log.committed() + ", "
                        + core.log.lastIndex() + "]");
        core.log.commitTo(state.commit());
        core.term = state.term();
        core.vote = state.vote();
    }

    /** One unit of time has passed. */
    public void tick() {
        if (core.role instanceof Leader leader) {
            concerns.leadership().tick(leader);
        } else {
            concerns.elections().tick();
        }
    }

    /**
     * One unit of time has passed in which nothing could be written to the log. A member that cannot keep what it appends
     * or votes makes way for those who can: it neither leads nor campaigns. Where it is the only voter there is nobody to
     * make way for.
     */
    public void tickWithoutLog() {
        if (core.members.toConfState().voters().equals(List.of(core.id))) {
            tick();
        } else if (core.role instanceof Leader) {
            core.tell(System.Logger.Level.WARNING, "steps down: its log cannot be written");
            core.becomeFollower(core.term, Role.NO_LEADER);
        }
    }

    /** Campaigns now, without waiting for the election timeout. */
    public void campaign() {
        concerns.elections().campaign();
    }

    /** A message came from another member. */
    public StepOutcome step(Message message) {
        boolean answer = switch (message) {
            case Message.AppResp _,
                    Message.VoteResp _,
                    Message.PreVoteResp _,
                    Message.HeartbeatResp _,
                    Message.ReadIndexResp _ -> true;
            default -> false;
        };
        if (answer && !core.members.isMember(message.from())) {
            return StepOutcome.UNKNOWN_PEER;
        }
        return admission.step(message);
    }

    /** Proposes a normal entry. Unless it is dropped it may still be lost: only seeing it applied is certain. */
    public void propose(byte[] data) throws ProposalDroppedException {
        propose(List.of(new Entry(EntryType.NORMAL, 0, 0, data)));
    }

    /** Proposes entries that stay together and in order; their terms and indexes are set by the leader. */
    public void propose(List<Entry> entries) throws ProposalDroppedException {
        if (admission.step(new Message.Prop(core.id, core.id, entries)) != StepOutcome.TAKEN) {
            throw new ProposalDroppedException();
        }
    }

    /** Asks for an index that a linearizable read must wait for; a ReadState with this context answers, or nothing does. */
    public void readIndex(byte[] context) {
        concerns.reads().request(new Message.ReadIndex(core.id, core.id, context));
    }

    /** Asks the leader, here or elsewhere, to hand over to a voter. */
    public void transferLeader(long transferee) {
        concerns.transfers().request(new Message.TransferLeader(core.id, transferee));
    }

    /** A follower that knows by other means that its leader is gone may vote again at once. */
    public void forgetLeader() {
        if (core.config.switches().readOnly() == RaftConfig.ReadOnly.LEASE_BASED) {
            core.tell(System.Logger.Level.ERROR, "cannot forget the leader: it may be reading by its lease");
        } else if (core.role instanceof Role.Follower) {
            core.role = new Role.Follower(Role.NO_LEADER);
        }
    }

    /** The transport could not deliver to this peer. */
    public void reportUnreachable(long id) {
        if (core.role instanceof Leader leader) {
            concerns.acknowledgements().onUnreachable(leader, id);
        }
    }

    /** The transport has delivered a snapshot to this peer, or has failed to. */
    public void reportSnapshot(long id, boolean delivered) {
        if (core.role instanceof Leader leader) {
            concerns.acknowledgements().onSnapshotReport(leader, id, delivered);
        }
    }

    /**
     * A committed configuration change takes effect; to be called when its entry is applied, before {@link #onApplied}. A
     * change that the application refuses is applied with node id 0, which changes nothing.
     */
    public ConfState applyConfChange(ConfChangeV2 change) {
        return concerns.membership().apply(change);
    }

    public boolean hasReady() {
        return readies.hasReady();
    }

    /** What is to be done now; each thing is handed out once. */
    public Ready ready() {
        return readies.take();
    }

    /** Everything in a Ready that had to be persisted is durable, and so is everything in those before it. */
    public void onAppended(Ready.Ack ack) {
        for (Message message : ack.messagesToSelf()) {
            admission.step(message);
        }
        boolean current = ack.term() == core.term;
        if (current && ack.lastIndex() != 0 && !core.log.stableTo(ack.lastTerm(), ack.lastIndex())) {
            core.tell(System.Logger.Level.DEBUG, "entry " + ack.lastIndex() + " was replaced while it was written");
        }
        if (ack.snapshotIndex() != 0) {
            core.log.stableSnapshot(ack.snapshotIndex());
            appliedTo(ack.snapshotIndex(), List.of());
        }
    }

    /** The committed entries of a Ready were applied. */
    public void onApplied(List<Entry> committedEntries) {
        if (!committedEntries.isEmpty()) {
            appliedTo(committedEntries.getLast().index(), committedEntries);
        }
    }

    private void appliedTo(long index, List<Entry> entries) {
        core.log.appliedTo(Math.max(index, core.log.applied()), entries);
        concerns.proposals().onApplied(entries);
        if (core.heldSnapshot != null && !core.log.isApplying()) {
            Message.Snap snapshot = core.heldSnapshot;
            core.heldSnapshot = null;
            admission.step(snapshot);
        }
    }

    public long term() {
        return core.term;
    }

    public RaftStatus status() {
        boolean leads = core.role instanceof Leader;
        return new RaftStatus(
                core.id,
                core.hardState(),
                core.role.leader(),
                core.role.name(),
                core.log.applied(),
                core.log.firstIndex(),
                core.log.lastIndex(),
                core.members.toConfState(),
                core.role instanceof Leader leader ? leader.transferee : Leader.NO_TRANSFEREE,
                leads
                        ? ((Leader) core.role).peers.status(core.members)
                        : Collections.unmodifiableSortedMap(new TreeMap<>()));
    }

    /** Fixes the current election timeout until it is drawn again; for scripts. */
    public void electionTimeoutTicks(int ticks) {
        core.electionTimeoutTicks = ticks;
    }
}
