// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import dev.cairn.node.apply.Awaited;
import dev.cairn.node.server.Reply;
import dev.cairn.node.wire.EtcdError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Who waits for which proposal. A proposal may be lost silently, so each waits for its own entry to be applied here, by
 * request id, until its deadline. All have the same timeout, so deadlines fall in order. Thread-safe.
 *
 * <p>One that was lost with its leader need not wait so long: once an entry of a later term is applied here, those of its
 * own term all are. It may still be on its way through the old leader to the new one, therefore it is given one message's
 * time. etcd lets it wait for its deadline.
 */
public final class PendingProposals implements Awaited {
    private static final long NOT_HANDED_OVER = Long.MAX_VALUE;

    /** Of one proposal; {@link RaftLoop} tells it what becomes of that. */
    static final class Waiter {
        private final Reply<Object> reply;
        private final int bytes;
        private volatile long term = NOT_HANDED_OVER;
        private volatile boolean gone;
        private boolean applied;

        private Waiter(int bytes, Reply<Object> reply) {
            this.bytes = bytes;
            this.reply = reply;
        }

        /** It was told that its time is up; nobody wants the proposal any more. */
        boolean isGone() {
            return gone;
        }

        /** The core took the proposal, and has appended it or sent it to the leader of this term. */
        void handedOver(long inTerm) {
            term = inTerm;
        }
    }

    private record Deadline(long id, long sinceNanos) {}

    private final Map<Long, Waiter> waiters = new HashMap<>();
    private final ArrayDeque<Deadline> deadlines = new ArrayDeque<>();
    private final long timeoutNanos;
    private final long messageNanos;
    private final LongSupplier nanos;
    private long leaderLostNanos = Long.MIN_VALUE;
    private long appliedTerm;
    private long appliedTermNanos;
    private boolean lostOnesWait;
    private volatile long failures;
    private long pendingBytes;

    /** {@code messageNanos}: no message takes longer between two members. */
    public PendingProposals(long timeoutNanos, long messageNanos, LongSupplier nanos) {
        this.timeoutNanos = timeoutNanos;
        this.messageNanos = messageNanos;
        this.nanos = nanos;
    }

    /** {@code bytes}: what the proposal takes while it waits. */
    Waiter await(long id, int bytes, Reply<Object> reply) {
        Waiter waiter = new Waiter(bytes, reply);
        long now = nanos.getAsLong();
        synchronized (this) {
            waiters.put(id, waiter);
            pendingBytes += bytes;
            deadlines.add(new Deadline(id, now));
        }
        return waiter;
    }

    @Override
    public boolean isAwaited(long id) {
        synchronized (this) {
            return waiters.containsKey(id);
        }
    }

    @Override
    public boolean hasRoomFor(long id, long bytes) {
        Waiter waiter;
        synchronized (this) {
            waiter = waiters.get(id);
        }
        return waiter == null || waiter.reply.hasRoomFor(bytes);
    }

    /** Proposals that were not applied in time. */
    public long failures() {
        return failures;
    }

    /** What the proposals that are waited for take. */
    public long pendingBytes() {
        synchronized (this) {
            return pendingBytes;
        }
    }

    public int pending() {
        synchronized (this) {
            return waiters.size();
        }
    }

    /** The entry was applied here; without a waiter nothing happens. */
    public void applied(long id, Object result) {
        Reply<Object> reply = take(id);
        if (reply == null) {
            return;
        }
        if (result instanceof RuntimeException error) {
            reply.failed(error);
        } else {
            reply.done(result);
        }
    }

    public void failed(long id, RuntimeException error) {
        Reply<Object> reply = take(id);
        if (reply != null) {
            reply.failed(error);
        }
    }

    /** A timeout whose window holds a lost leader says so (etcd's parseProposeCtxErr). */
    public void leaderLost() {
        synchronized (this) {
            leaderLostNanos = nanos.getAsLong();
        }
    }

    /**
     * The entry was applied here, and the answer comes after work that takes as long as it takes: it neither expires nor
     * is lost (etcd: a physical compaction has no deadline).
     */
    public void appliedButAtWork(long id) {
        synchronized (this) {
            Waiter waiter = waiters.get(id);
            if (waiter != null) {
                waiter.applied = true;
            }
        }
    }

    /** The newest applied entry, and so everything before it, is of this term. */
    public void appliedTerm(long term) {
        synchronized (this) {
            if (term > appliedTerm) {
                appliedTerm = term;
                appliedTermNanos = nanos.getAsLong();
                lostOnesWait = true;
            }
        }
    }

    /** Fails whose time is up, and who waits for what was lost. */
    public void expire() {
        long now = nanos.getAsLong();
        List<Waiter> lost = List.of();
        List<Waiter> expired;
        boolean leaderFailed;
        synchronized (this) {
            if (lostOnesWait && now - appliedTermNanos >= messageNanos) {
                lostOnesWait = false;
                lost = takeLost();
            }
            expired = takeExpired(now);
            leaderFailed = leaderLostNanos != Long.MIN_VALUE && now - leaderLostNanos <= timeoutNanos;
        }
        fail(lost, EtcdError.TIMEOUT_DUE_TO_LEADER_FAIL);
        // In etcd those without a leader never get past their context, whose own error it is that they end with.
        Map<Boolean, List<Waiter>> byTaken =
                expired.stream().collect(Collectors.partitioningBy(waiter -> waiter.term != NOT_HANDED_OVER));
        fail(byTaken.get(false), EtcdError.DEADLINE_EXCEEDED);
        fail(byTaken.get(true), leaderFailed ? EtcdError.TIMEOUT_DUE_TO_LEADER_FAIL : EtcdError.TIMEOUT);
    }

    private List<Waiter> takeLost() {
        List<Waiter> lost = waiters.values().stream()
                .filter(waiter -> waiter.term < appliedTerm && !waiter.applied)
                .toList();
        waiters.values().removeAll(Set.copyOf(lost));
        lost.forEach(waiter -> pendingBytes -= waiter.bytes);
        return lost;
    }

    private List<Waiter> takeExpired(long now) {
        List<Waiter> expired = new ArrayList<>();
        while (!deadlines.isEmpty() && now - deadlines.peek().sinceNanos() >= timeoutNanos) {
            long id = deadlines.poll().id();
            Waiter waiter = waiters.get(id);
            if (waiter != null && !waiter.applied) {
                waiters.remove(id);
                pendingBytes -= waiter.bytes;
                expired.add(waiter);
            }
        }
        return expired;
    }

    private void fail(List<Waiter> all, EtcdError error) {
        failures += all.size();
        all.forEach(waiter -> {
            waiter.gone = true;
            waiter.reply.failed(error.exception());
        });
    }

    public void failAll(RuntimeException error) {
        List<Waiter> all;
        synchronized (this) {
            all = new ArrayList<>(waiters.values());
            waiters.clear();
            pendingBytes = 0;
            deadlines.clear();
        }
        all.forEach(waiter -> waiter.reply.failed(error));
    }

    private Reply<Object> take(long id) {
        synchronized (this) {
            Waiter waiter = waiters.remove(id);
            if (waiter == null) {
                return null;
            }
            pendingBytes -= waiter.bytes;
            return waiter.reply;
        }
    }
}
