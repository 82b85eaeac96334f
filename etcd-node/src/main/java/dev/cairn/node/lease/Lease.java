// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.lease;

import dev.cairn.node.wire.leasepb.Lease.Builder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** One lease. Belongs to the {@link Lessor} and its lock. */
final class Lease {
    /** The deadline of a lease on a member that does not decide about expiry. */
    static final long FOREVER_NANOS = Long.MAX_VALUE;

    final long id;
    final long ttlSeconds;
    /** What a checkpoint says is left, 0 without one: a new leader starts from here instead of the whole time. */
    long remainingTtlSeconds;
    /** A checkpoint is on its way through the log. */
    boolean checkpointing;

    long deadlineNanos = FOREVER_NANOS;
    final TreeSet<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
    final List<Runnable> waiters = new ArrayList<>();

    Lease(long id, long ttlSeconds, long remainingTtlSeconds) {
        this.id = id;
        this.ttlSeconds = ttlSeconds;
        this.remainingTtlSeconds = remainingTtlSeconds;
    }

    /** What a new leader begins with: the whole time, or what is left by the checkpoint. */
    long beginSeconds() {
        return remainingTtlSeconds > 0 ? remainingTtlSeconds : ttlSeconds;
    }

    /** A whole life from now, or what is left by the checkpoint, and {@code extendNanos} on top. */
    void refresh(long nowNanos, long extendNanos) {
        deadlineNanos = plus(plus(nowNanos, extendNanos), TimeUnit.SECONDS.toNanos(beginSeconds()));
    }

    boolean isExpired(long nowNanos) {
        return deadlineNanos != FOREVER_NANOS && deadlineNanos <= nowNanos;
    }

    /** Negative once expired. */
    long remainingNanos(long nowNanos) {
        return deadlineNanos == FOREVER_NANOS ? FOREVER_NANOS : deadlineNanos - nowNanos;
    }

    byte[] toRecord() {
        Builder lease = dev.cairn.node.wire.leasepb.Lease.newBuilder().setID(id).setTTL(ttlSeconds);
        return lease.setRemainingTTL(remainingTtlSeconds).build().toByteArray();
    }

    /** The longest lease lives 285 years, which a sum with the clock may not outlive as a number. */
    static long plus(long instantNanos, long durationNanos) {
        long sum = instantNanos + durationNanos;
        return durationNanos >= 0 && sum < instantNanos ? FOREVER_NANOS : sum;
    }
}
