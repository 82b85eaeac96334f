// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import dev.cairn.node.figures.RequestFigures;
import dev.cairn.node.invariant.Invariant;
import dev.cairn.node.server.Reply;
import dev.cairn.node.wire.EtcdError;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Linearizable reads without log entries (Raft §6.4): all reads that wait share one round, in which a quorum confirms the
 * leader; they are served once this member has applied up to the index that the leader had committed. One round is under
 * way at a time; reads that arrive meanwhile wait for the next, since the running one may have begun before them.
 * Thread-safe; replies run on whichever thread completes them.
 */
public final class ReadIndexes {
    private static final long RETRY_NANOS = 500_000_000L;

    private record Waiter(Reply<Void> reply, long sinceNanos) {}

    private record Confirmed(long index, List<Waiter> waiters) {}

    private record Early(long index, Waiter waiter) {}

    private final LongSupplier roundIds;
    private final LongSupplier nanos;
    private final long timeoutNanos;
    private final LongConsumer startRound;
    private final RequestFigures figures;

    private List<Waiter> waiting = new ArrayList<>();
    private List<Waiter> inRound = List.of();
    private long roundId;
    private long roundSentNanos;
    private final ArrayDeque<Confirmed> confirmed = new ArrayDeque<>();
    private final PriorityQueue<Early> early = new PriorityQueue<>(Comparator.comparingLong(Early::index));
    private volatile long appliedIndex;

    /** {@code startRound} asks the raft loop for a round with the given id; called without a lock held. */
    public ReadIndexes(LongSupplier roundIds, LongSupplier nanos, long timeoutNanos, LongConsumer startRound) {
        this(roundIds, nanos, timeoutNanos, startRound, new RequestFigures());
    }

    public ReadIndexes(
            LongSupplier roundIds,
            LongSupplier nanos,
            long timeoutNanos,
            LongConsumer startRound,
            RequestFigures figures) {
        this.figures = figures;
        this.roundIds = roundIds;
        this.nanos = nanos;
        this.timeoutNanos = timeoutNanos;
        this.startRound = startRound;
    }

    public void read(Reply<Void> reply) {
        long id = 0;
        synchronized (this) {
            waiting.add(new Waiter(reply, nanos.getAsLong()));
            if (inRound.isEmpty()) {
                id = beginRound();
            }
        }
        start(id);
    }

    public boolean isApplied(long index) {
        return index <= appliedIndex;
    }

    /** Without a round: answers once this member has applied so far. */
    public void whenApplied(long index, Reply<Void> reply) {
        synchronized (this) {
            if (index > appliedIndex) {
                early.add(new Early(index, new Waiter(reply, nanos.getAsLong())));
                return;
            }
        }
        reply.done(null);
    }

    private long beginRound() {
        inRound = waiting;
        waiting = new ArrayList<>();
        roundId = roundIds.getAsLong();
        roundSentNanos = nanos.getAsLong();
        return roundId;
    }

    private void start(long id) {
        if (id != 0) {
            startRound.accept(id);
        }
    }

    public static byte[] context(long id) {
        return ByteBuffer.allocate(Long.BYTES).putLong(id).array();
    }

    /** The leader answered a round; an answer to an abandoned one is ignored. */
    public void confirmed(long index, byte[] context) {
        List<Waiter> ready = List.of();
        long next = 0;
        synchronized (this) {
            if (context.length != Long.BYTES || ByteBuffer.wrap(context).getLong() != roundId || inRound.isEmpty()) {
                return;
            }
            if (index <= appliedIndex) {
                ready = inRound;
            } else {
                confirmed.add(new Confirmed(index, inRound));
            }
            inRound = List.of();
            if (!waiting.isEmpty()) {
                next = beginRound();
            }
        }
        start(next);
        ready.forEach(waiter -> waiter.reply().done(null));
    }

    public void applied(long index) {
        List<Waiter> ready = null;
        synchronized (this) {
            Invariant.check(index >= appliedIndex, "applied would go back from %d to %d", appliedIndex, index);
            appliedIndex = index;
            while (!confirmed.isEmpty() && confirmed.peek().index() <= index) {
                ready = ready == null ? new ArrayList<>() : ready;
                ready.addAll(confirmed.poll().waiters());
            }
            while (!early.isEmpty() && early.peek().index() <= index) {
                ready = ready == null ? new ArrayList<>() : ready;
                ready.add(early.poll().waiter());
            }
        }
        if (ready != null) {
            ready.forEach(waiter -> waiter.reply().done(null));
        }
    }

    /**
     * Begins the round anew: under another leader, or after the first commit of a leader's term, answers may come that
     * could not come before. What an older round would still be answered is ignored.
     */
    public void restart() {
        long id = 0;
        synchronized (this) {
            if (inRound.isEmpty() && !waiting.isEmpty()) {
                id = beginRound();
            } else if (!inRound.isEmpty()) {
                roundId = roundIds.getAsLong();
                roundSentNanos = nanos.getAsLong();
                id = roundId;
            }
        }
        start(id);
    }

    /** Sends a silent round again and fails what waited too long. */
    public void tick() {
        long now = nanos.getAsLong();
        List<Waiter> expired = new ArrayList<>();
        List<Waiter> behind = new ArrayList<>();
        boolean retry;
        synchronized (this) {
            inRound = keepFresh(inRound, now, expired);
            waiting = keepFresh(waiting, now, expired);
            expireConfirmed(now, behind);
            expireEarly(now, behind);
            retry = (!inRound.isEmpty() && now - roundSentNanos >= RETRY_NANOS)
                    || (inRound.isEmpty() && !waiting.isEmpty());
        }
        if (retry) {
            restart();
        }
        if (!expired.isEmpty()) {
            figures.slowReadIndexes().increment();
        }
        expired.forEach(waiter -> waiter.reply().failed(EtcdError.TIMEOUT.exception()));
        behind.forEach(waiter -> waiter.reply().failed(EtcdError.TIMEOUT_WAIT_APPLIED_INDEX.exception()));
    }

    private void expireConfirmed(long now, List<Waiter> behind) {
        int rounds = confirmed.size();
        for (int i = 0; i < rounds; i++) {
            Confirmed each = confirmed.poll();
            confirmed.add(new Confirmed(each.index(), keepFresh(each.waiters(), now, behind)));
        }
    }

    private void expireEarly(long now, List<Waiter> behind) {
        early.removeIf(each -> {
            boolean expired = now - each.waiter().sinceNanos() >= timeoutNanos;
            if (expired) {
                behind.add(each.waiter());
            }
            return expired;
        });
    }

    private List<Waiter> keepFresh(List<Waiter> waiters, long now, List<Waiter> expired) {
        if (waiters.isEmpty() || now - waiters.getFirst().sinceNanos() < timeoutNanos) {
            return waiters;
        }
        List<Waiter> fresh = new ArrayList<>();
        for (Waiter waiter : waiters) {
            (now - waiter.sinceNanos() < timeoutNanos ? fresh : expired).add(waiter);
        }
        return fresh;
    }

    public void failAll(RuntimeException error) {
        List<Waiter> all = new ArrayList<>();
        synchronized (this) {
            all.addAll(inRound);
            all.addAll(waiting);
            confirmed.forEach(each -> all.addAll(each.waiters()));
            early.forEach(each -> all.add(each.waiter()));
            inRound = List.of();
            waiting = new ArrayList<>();
            confirmed.clear();
            early.clear();
        }
        if (!all.isEmpty()) {
            figures.readIndexesFailed().increment();
        }
        all.forEach(waiter -> waiter.reply().failed(error));
    }
}
