// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.raft;

import dev.cairn.node.codec.ConfChangeCodec;
import dev.cairn.node.raft.ConfChangeV2;
import dev.cairn.node.raft.ConfState;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.EntryType;
import dev.cairn.node.raft.LogStorage;
import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.RaftConfig;
import dev.cairn.node.raft.RaftStatus;
import dev.cairn.node.raft.ReadState;
import dev.cairn.node.raft.Ready;
import dev.cairn.node.raft.RoleName;
import dev.cairn.node.raft.Snapshot;
import dev.cairn.node.raft.core.RaftNode;
import dev.cairn.node.raft.log.MemoryLog;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * One member around its core, as the server drives it: appends sent at once, everything else after the disk, committed
 * entries applied on a stage of their own. The disk and the apply stage take their time, so several Readys are under way.
 */
final class RaftMember {
    private final RaftCluster cluster;
    private final RaftConfig config;
    private final SimRaftDisk disk;
    private final ArrayDeque<Ready> writing = new ArrayDeque<>();
    private final ArrayDeque<List<Entry>> applying = new ArrayDeque<>();
    private RaftNode raft;
    private MemoryLog log;
    private AppliedState state;
    private boolean up;
    private boolean syncing;
    private boolean busyApplying;
    private long incarnation;
    private long promisedTerm;

    RaftMember(RaftCluster cluster, RaftConfig config, Snapshot initial) {
        this.cluster = cluster;
        this.config = config;
        this.disk = new SimRaftDisk(initial);
    }

    long id() {
        return config.id();
    }

    boolean isUp() {
        return up;
    }

    RaftStatus status() {
        return raft.status();
    }

    boolean leads() {
        return up && raft.status().role() == RoleName.LEADER;
    }

    AppliedState state() {
        return state;
    }

    void start() {
        up = true;
        incarnation++;
        log = disk.recover();
        state = new AppliedState(disk.snapshot());
        raft = new RaftNode(config.withAppliedIndex(state.index()), log);
        cluster.invariants().restarts(this, promisedTerm, raft.status().term());
        scheduleTick();
        cluster.trace("start", id(), state.index());
    }

    void crash() {
        up = false;
        disk.crash(cluster.random());
        writing.clear();
        applying.clear();
        syncing = false;
        busyApplying = false;
        cluster.trace("crash", id(), disk.hardState().term());
    }

    private void scheduleTick() {
        later(cluster.tickMillis(id()), () -> {
            scheduleTick();
            act(RaftNode::tick);
        });
    }

    /** Does something unless this incarnation has ended by then. */
    private void later(long delayMillis, Runnable action) {
        long mine = incarnation;
        cluster.clock().schedule(delayMillis, () -> {
            if (up && incarnation == mine) {
                action.run();
            }
        });
    }

    /** Gives something to the core and does what follows from it. */
    void act(Consumer<RaftNode> input) {
        if (!up) {
            return;
        }
        input.accept(raft);
        while (raft.hasReady()) {
            handle(raft.ready());
        }
        RaftStatus status = raft.status();
        if (status.role() == RoleName.LEADER) {
            cluster.invariants().leads(this, status.term());
        }
    }

    private void handle(Ready ready) {
        ready.messagesToSendNow().forEach(this::send);
        ready.readStates().forEach(this::answerRead);
        if (ready.hasStorageWork()) {
            disk.write(ready);
            writing.add(ready);
            wakeDisk();
        }
        if (cluster.sabotage() == Sabotage.ACKNOWLEDGE_BEFORE_DURABLE) {
            ready.messagesToSendAfterPersist().forEach(this::send);
        }
        if (!ready.committedEntries().isEmpty()) {
            applying.add(ready.committedEntries());
            wakeApply();
        }
    }

    private void wakeDisk() {
        if (!syncing && !writing.isEmpty()) {
            syncing = true;
            later(cluster.diskDelayMillis(id()), this::sync);
        }
    }

    private void wakeApply() {
        if (!busyApplying && !applying.isEmpty()) {
            busyApplying = true;
            later(cluster.applyDelayMillis(id()), this::applyOne);
        }
    }

    private void send(Message message) {
        if (isPromise(message)) {
            promisedTerm = Math.max(promisedTerm, message.term());
        }
        cluster.send(message instanceof Message.Snap snap ? withNewestState(snap) : message);
    }

    /**
     * Like the server, sends what is applied now and not the older snapshot that the core had at hand, which may not know
     * its receiver yet.
     */
    private Message.Snap withNewestState(Message.Snap message) {
        return new Message.Snap(message.to(), message.from(), message.term(), state.snapshot());
    }

    /** Who says this must remember the term; who asks for votes may still forget that it did. */
    private static boolean isPromise(Message message) {
        return switch (message) {
            case Message.App _, Message.Heartbeat _, Message.Snap _, Message.AppResp _, Message.VoteResp _ -> true;
            default -> false;
        };
    }

    private void answerRead(ReadState read) {
        cluster.readAnswered(this, ByteBuffer.wrap(read.context()).getLong(), read.index());
    }

    /** One sync makes some of what is queued durable, in order. */
    private void sync() {
        int count = cluster.random().nextInt(writing.size()) + 1;
        for (int i = 0; i < count; i++) {
            writing.remove();
            persisted(disk.complete());
        }
        syncing = false;
        wakeDisk();
    }

    private void persisted(Ready ready) {
        ready.hardState().ifPresent(log::setHardState);
        ready.snapshot().ifPresent(this::install);
        log.append(ready.entries());
        if (cluster.sabotage() != Sabotage.ACKNOWLEDGE_BEFORE_DURABLE) {
            ready.messagesToSendAfterPersist().forEach(this::send);
        }
        act(core -> core.onAppended(ready.ack()));
    }

    private void install(Snapshot snapshot) {
        log.installSnapshot(snapshot);
        state.restore(snapshot);
        cluster.invariants().restored(this, state);
        cluster.counted().snapshotsInstalled++;
        cluster.trace("install", id(), state.index());
    }

    private void applyOne() {
        List<Entry> entries = applying.remove();
        for (Entry entry : entries) {
            // a snapshot may have overtaken what waited here
            if (entry.index() > state.index()) {
                state.apply(entry, confStateAfter(entry));
                cluster.invariants().applied(this, entry, state);
                cluster.trace("apply", id(), entry.index());
            }
        }
        act(core -> core.onApplied(entries));
        maybeSnapshot();
        busyApplying = false;
        wakeApply();
    }

    private ConfState confStateAfter(Entry entry) {
        if (entry.type() == EntryType.NORMAL) {
            return state.confState();
        }
        try {
            ConfChangeV2 change = ConfChangeCodec.decode(entry);
            ConfState[] result = new ConfState[1];
            act(core -> result[0] = core.applyConfChange(change));
            cluster.counted().confChangesApplied++;
            return result[0];
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalStateException("entry " + entry.index() + ": " + unreadable.getMessage(), unreadable);
        }
    }

    private void maybeSnapshot() {
        long last = log.snapshot().map(it -> it.metadata().index()).orElse(0L);
        if (state.index() - last < cluster.snapshotEvery() || state.index() > log.lastIndex()) {
            return;
        }
        Snapshot own = log.createSnapshot(
                state.index(), state.confState(), state.snapshot().data());
        long compactTo = state.index() - cluster.random().nextInt(cluster.snapshotEvery());
        disk.saveSnapshot(own, compactTo);
        log.compact(compactTo);
    }

    /** The first index whose term this member can tell. */
    long firstKnownIndex() {
        return writing.stream()
                .flatMap(ready -> ready.snapshot().stream())
                .map(snapshot -> snapshot.metadata().index())
                .reduce((first, second) -> second)
                .orElse(log.firstIndex() - 1);
    }

    long lastIndex() {
        return raft.status().lastIndex();
    }

    /** The term at an index, what is still being written included. */
    long termAt(long index) {
        Iterator<Ready> newestFirst = writing.descendingIterator();
        while (newestFirst.hasNext()) {
            Ready ready = newestFirst.next();
            List<Entry> entries = ready.entries();
            if (!entries.isEmpty() && index >= entries.getFirst().index()) {
                return index <= entries.getLast().index()
                        ? entries.get((int) (index - entries.getFirst().index()))
                                .term()
                        : LogStorage.UNKNOWN_TERM;
            }
            if (ready.snapshot().isPresent()) {
                Snapshot snapshot = ready.snapshot().get();
                return index == snapshot.metadata().index()
                        ? snapshot.metadata().term()
                        : LogStorage.UNKNOWN_TERM;
            }
        }
        return log.term(index);
    }

    /** For the report of a failure. */
    String describe() {
        RaftStatus status = raft.status();
        return "%s %s%s term %d leader %d log %d..%d commit %d applied %d core %d %s transferee %d %s"
                .formatted(
                        this,
                        up ? "" : "down ",
                        status.role(),
                        status.term(),
                        status.leader(),
                        log.firstIndex(),
                        status.lastIndex(),
                        status.commit(),
                        state.index(),
                        status.applied(),
                        status.confState(),
                        status.leadTransferee(),
                        status.peers());
    }

    @Override
    public String toString() {
        return "member " + id();
    }
}
