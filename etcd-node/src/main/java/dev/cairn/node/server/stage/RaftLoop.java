// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import dev.cairn.node.invariant.Invariant;
import dev.cairn.node.raft.Entry;
import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.ProposalDroppedException;
import dev.cairn.node.raft.RaftStatus;
import dev.cairn.node.raft.Ready;
import dev.cairn.node.raft.RoleName;
import dev.cairn.node.raft.SnapshotMetadata;
import dev.cairn.node.raft.core.RaftNode;
import dev.cairn.node.raft.log.MemoryLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The raft loop: the only stage that touches the core. It takes everything that waits, lets the core decide, and hands
 * each {@link Ready} on: a leader's messages to the peers at once, entries to the log writer, committed and locally
 * durable entries to the apply stage. All proposals of one turn are appended together.
 */
public final class RaftLoop implements Stage {
    /** Messages and proposals that may wait; beyond it messages are dropped, proposals refused. */
    static final int INBOX_LIMIT = 65_536;

    /** Proposals held back while there is no leader. */
    static final int HELD_LIMIT = 8_192;

    private sealed interface Input permits Proposal, Task, Received {}

    private record Proposal(Entry entry, PendingProposals.Waiter waiter) implements Input {}

    private record Task(Consumer<RaftNode> work) implements Input {}

    private record Received(Message message, long bytes) implements Input {}

    private final RaftNode node;
    private final MemoryLog log;
    private final Inbox<Input> inbox = new Inbox<>(INBOX_LIMIT);
    private final List<Proposal> proposals = new ArrayList<>();
    private final long maxReceivedBytes;
    private final AtomicLong receivedBytes = new AtomicLong();
    /** Given to the log writer and not durable yet. */
    private volatile long writingBytes;

    private Outputs outputs;
    private volatile Leadership leadership;
    /** The last entry, or snapshot, that was handed on to be applied; 0 before the first. */
    private long handedOn;

    /** Where a Ready's parts go. */
    public interface Outputs {
        void send(List<Message> messages);

        void persist(Ready ready);

        void apply(List<Entry> committed);

        void readState(long index, byte[] context);

        /** The leader, the own role or the term changed. */
        void leadership(Leadership now, Leadership before);
    }

    /** What of the log in memory may go once a snapshot stands for it; asked on the loop. */
    @FunctionalInterface
    public interface LogRetention {
        /** The last index that is not needed any more. */
        long dropUpTo(long snapshotIndex, RaftStatus status, MemoryLog log);
    }

    /** Entries of messages beyond {@code maxReceivedBytes} that are not durable yet are dropped: they come again. */
    public RaftLoop(RaftNode node, MemoryLog log, long maxReceivedBytes) {
        this.node = node;
        this.maxReceivedBytes = maxReceivedBytes;
        this.log = log;
        this.leadership = Leadership.UNKNOWN.with(node.status().hardState());
    }

    public void connect(Outputs newOutputs) {
        outputs = newOutputs;
    }

    @Override
    public String name() {
        return "raft";
    }

    @Override
    public void onWork(Runnable wake) {
        inbox.onWork(wake);
    }

    /** False when the loop is overloaded. */
    boolean propose(Entry entry, PendingProposals.Waiter waiter) {
        return inbox.offer(new Proposal(entry, waiter));
    }

    /**
     * Only if this member leads in that term when the loop comes to it: it is neither held for a later leader nor
     * forwarded to one, who may know better.
     */
    public void proposeAsLeader(long term, Entry entry) {
        run(core -> {
            var status = core.status();
            if (status.role() != RoleName.LEADER || status.term() != term) {
                return;
            }
            try {
                core.propose(List.of(entry));
            } catch (ProposalDroppedException e) {
                // It hands over, or has too much to do: whoever leads later decides anew.
                return;
            }
        });
    }

    /**
     * False when the message was dropped because the loop is overloaded, or an append's entries would have to wait for the
     * disk behind too many others.
     */
    public boolean receive(Message message) {
        long bytes = payload(message);
        long before = receivedBytes.getAndAdd(bytes);
        long waiting = message instanceof Message.App ? before + writingBytes : before;
        boolean fits = bytes == 0 || waiting == 0 || waiting + bytes <= maxReceivedBytes;
        if (fits && inbox.offer(new Received(message, bytes))) {
            return true;
        }
        receivedBytes.addAndGet(-bytes);
        return false;
    }

    /** For what must not get lost: ticks, acknowledgements, and questions to the core. */
    public void run(Consumer<RaftNode> work) {
        inbox.put(new Task(work));
    }

    public void appended(Ready ready) {
        run(core -> {
            ready.snapshot().ifPresent(log::installSnapshot);
            log.append(ready.entries());
            writingBytes -= sizeOf(ready.entries());
            core.onAppended(ready.ack());
        });
    }

    /**
     * The store is durable up to {@code position}: followers further behind than the tail that stays get a snapshot. The
     * log may have been replaced by a received snapshot meanwhile, or the position be that snapshot's own. {@code dropped}
     * is told the last index that nobody asks the log's files for any more.
     */
    public void compactLog(SnapshotMetadata position, LogRetention retention, LongConsumer dropped) {
        run(core -> {
            long last = log.snapshot().map(each -> each.metadata().index()).orElse(0L);
            if (position.index() > last) {
                log.createSnapshot(position.index(), position.confState(), Entry.NO_DATA);
            }
            long upTo = retention.dropUpTo(position.index(), core.status(), log);
            if (upTo >= log.firstIndex()) {
                log.compact(upTo);
            }
            dropped.accept(Math.min(upTo, log.firstIndex() - 1));
        });
    }

    public Leadership leadership() {
        return leadership;
    }

    /** What the entries in memory take. Any thread. */
    public long logBytes() {
        return log.memoryBytes();
    }

    @Override
    public boolean runOnce() {
        List<Input> inputs = inbox.drain();
        if (inputs.isEmpty()) {
            return false;
        }
        for (Input input : inputs) {
            switch (input) {
                case Proposal proposal -> proposals.add(proposal);
                case Task task -> task.work().accept(node);
                case Received received -> {
                    node.step(received.message());
                    receivedBytes.addAndGet(-received.bytes());
                }
            }
        }
        proposeWaiting();
        while (node.hasReady()) {
            handOn(node.ready());
        }
        return true;
    }

    /**
     * Without a leader, or while it hands over, proposals wait here, for as long as somebody waits for them: what was
     * answered with a timeout must not happen when a quorum comes back an hour later.
     */
    private void proposeWaiting() {
        proposals.removeIf(each -> each.waiter().isGone());
        if (proposals.isEmpty()) {
            return;
        }
        try {
            node.propose(proposals.stream().map(Proposal::entry).toList());
            long term = node.term();
            proposals.forEach(each -> each.waiter().handedOver(term));
            proposals.clear();
        } catch (ProposalDroppedException e) {
            dropOldest();
        }
    }

    private void dropOldest() {
        int excess = proposals.size() - HELD_LIMIT;
        if (excess > 0) {
            proposals.subList(0, excess).clear();
        }
    }

    private void handOn(Ready ready) {
        publish(ready);
        ready.readStates().forEach(read -> outputs.readState(read.index(), read.context()));
        if (!ready.messagesToSendNow().isEmpty()) {
            outputs.send(ready.messagesToSendNow());
        }
        if (ready.hasStorageWork()) {
            writingBytes += sizeOf(ready.entries());
            outputs.persist(ready);
        }
        ready.snapshot().ifPresent(snapshot -> handedOn = snapshot.metadata().index());
        if (!ready.committedEntries().isEmpty()) {
            checkCommitted(ready.committedEntries());
            outputs.apply(ready.committedEntries());
        }
    }

    /** Each entry is applied once, in order, and none before it is durable here (applied ≤ committed ≤ durable). */
    private void checkCommitted(List<Entry> entries) {
        long first = entries.getFirst().index();
        long last = entries.getLast().index();
        Invariant.check(
                handedOn == 0 || first == handedOn + 1, "entry %d is to be applied after entry %d", first, handedOn);
        Invariant.check(last - first + 1 == entries.size(), "of entries %d to %d some are missing", first, last);
        Invariant.check(
                last <= log.lastIndex(),
                "entry %d is to be applied, the log is durable up to %d",
                last,
                log.lastIndex());
        handedOn = last;
    }

    private static long payload(Message message) {
        return switch (message) {
            case Message.App append -> sizeOf(append.entries());
            case Message.Prop proposal -> sizeOf(proposal.entries());
            default -> 0;
        };
    }

    private static long sizeOf(List<Entry> entries) {
        long bytes = 0;
        for (Entry entry : entries) {
            bytes += entry.data().length;
        }
        return bytes;
    }

    private void publish(Ready ready) {
        Leadership before = leadership;
        Leadership now = ready.hardState().map(before::with).orElse(before);
        now = ready.softState().map(now::with).orElse(now);
        leadership = now;
        if (now.leader() != before.leader() || now.role() != before.role() || now.term() != before.term()) {
            outputs.leadership(now, before);
        }
    }
}
