// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import dev.cairn.node.server.Reply;
import dev.cairn.node.wire.EtcdError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Who waits for which proposal. A proposal may be lost silently, so each waits for its own entry to be applied here, by
 * request id, until its deadline. All have the same timeout, so deadlines fall in order. Thread-safe.
 */
public final class Proposals {
    private record Waiter(Reply<Object> reply, long sinceNanos) {}

    private record Deadline(long id, long sinceNanos) {}

    private final Map<Long, Waiter> waiters = new HashMap<>();
    private final ArrayDeque<Deadline> deadlines = new ArrayDeque<>();
    private final long timeoutNanos;
    private final LongSupplier nanos;
    private long leaderLostNanos = Long.MIN_VALUE;
    private volatile long failures;

    public Proposals(long timeoutNanos, LongSupplier nanos) {
        this.timeoutNanos = timeoutNanos;
        this.nanos = nanos;
    }

    public void await(long id, Reply<Object> reply) {
        long now = nanos.getAsLong();
        synchronized (this) {
            waiters.put(id, new Waiter(reply, now));
            deadlines.add(new Deadline(id, now));
        }
    }

    public boolean isAwaited(long id) {
        synchronized (this) {
            return waiters.containsKey(id);
        }
    }

    /** Proposals that were not applied in time. */
    public long failures() {
        return failures;
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

    public void expire() {
        long now = nanos.getAsLong();
        List<Reply<Object>> expired = new ArrayList<>();
        boolean leaderFailed;
        synchronized (this) {
            while (!deadlines.isEmpty() && now - deadlines.peek().sinceNanos() >= timeoutNanos) {
                Waiter waiter = waiters.remove(deadlines.poll().id());
                if (waiter != null) {
                    expired.add(waiter.reply());
                }
            }
            leaderFailed = leaderLostNanos != Long.MIN_VALUE && now - leaderLostNanos <= timeoutNanos;
        }
        EtcdError error = leaderFailed ? EtcdError.TIMEOUT_DUE_TO_LEADER_FAIL : EtcdError.TIMEOUT;
        failures += expired.size();
        expired.forEach(reply -> reply.failed(error.exception()));
    }

    public void failAll(RuntimeException error) {
        List<Waiter> all;
        synchronized (this) {
            all = new ArrayList<>(waiters.values());
            waiters.clear();
            deadlines.clear();
        }
        all.forEach(waiter -> waiter.reply().failed(error));
    }

    private Reply<Object> take(long id) {
        synchronized (this) {
            Waiter waiter = waiters.remove(id);
            return waiter == null ? null : waiter.reply();
        }
    }
}
