// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.core;

import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.HardState;
import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.ReadState;
import dev.cairn.node.raft.Ready;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.raft.SoftState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what changed since the last Ready into the next one. */
final class Readies {
    private final Core core;
    private SoftState lastSoftState;
    private HardState lastHardState;

    Readies(Core core) {
        this.core = core;
        lastSoftState = core.softState();
        lastHardState = core.hardState();
    }

    boolean hasReady() {
        return !core.outbox.isEmpty()
                || !core.readStates.isEmpty()
                || core.log.hasEntriesToWrite()
                || core.log.snapshotToWrite().isPresent()
                || mayApply() && core.log.hasEntriesToApply(allowUnstable())
                || !core.softState().equals(lastSoftState)
                || !core.hardState().equals(lastHardState);
    }

    Ready take() {
        Optional<SoftState> softState = Optional.of(core.softState()).filter(state -> !state.equals(lastSoftState));
        Optional<HardState> hardState = Optional.of(core.hardState()).filter(state -> !state.equals(lastHardState));
        List<Entry> entries = core.log.entriesToWrite();
        Optional<Snapshot> snapshot = core.log.snapshotToWrite();
        List<Entry> committed = mayApply() ? core.log.entriesToApply(allowUnstable()) : List.of();
        Ready.Sync sync = sync(entries, hardState);
        List<Message> toPeers = new ArrayList<>();
        List<Message> toSelf = new ArrayList<>();
        for (Message message : core.outbox.takeAfterPersist()) {
            (message.to() == core.id ? toSelf : toPeers).add(message);
        }
        boolean storageWork = hardState.isPresent()
                || !entries.isEmpty()
                || snapshot.isPresent()
                || !toPeers.isEmpty()
                || !toSelf.isEmpty();
        Ready ready = new Ready(
                softState,
                hardState,
                takeReadStates(),
                entries,
                snapshot,
                committed,
                core.outbox.takeNow(),
                toPeers,
                sync,
                storageWork ? ack(snapshot, toSelf) : Ready.Ack.NOTHING);
        softState.ifPresent(state -> lastSoftState = state);
        hardState.ifPresent(state -> lastHardState = state);
        core.log.markInProgress();
        if (!committed.isEmpty()) {
            core.log.markApplying(committed, allowUnstable());
        }
        return ready;
    }

    private Ready.Sync sync(List<Entry> entries, Optional<HardState> hardState) {
        boolean promise = hardState
                .filter(state -> state.term() != lastHardState.term() || state.vote() != lastHardState.vote())
                .isPresent();
        if (promise || !entries.isEmpty()) {
            return Ready.Sync.PROMISE;
        }
        boolean passesChange = hardState.isPresent() && core.log.mayHoldConfChangeAfter(lastHardState.commit());
        return passesChange ? Ready.Sync.CONF_CHANGE_COMMITTED : Ready.Sync.NOT_NEEDED;
    }

    /**
     * Names the end of the log even if this Ready has no entries: those of earlier ones may be acknowledged only under a
     * newer term that this one makes durable.
     */
    private Ready.Ack ack(Optional<Snapshot> snapshot, List<Message> toSelf) {
        boolean waiting = core.log.hasUnstableEntries();
        long snapshotIndex = snapshot.map(it -> it.metadata().index()).orElse(0L);
        return new Ready.Ack(
                core.term,
                waiting ? core.log.lastTerm() : 0,
                waiting ? core.log.lastIndex() : 0,
                snapshotIndex,
                toSelf);
    }

    private List<ReadState> takeReadStates() {
        List<ReadState> taken = core.readStates;
        core.readStates = new ArrayList<>();
        return taken;
    }

    private boolean mayApply() {
        return core.heldSnapshot == null;
    }

    private boolean allowUnstable() {
        return core.config.switches().applyUnstableEntries();
    }
}
