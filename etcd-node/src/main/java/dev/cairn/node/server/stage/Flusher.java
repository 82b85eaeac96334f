// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import dev.cairn.node.invariant.Invariant;
import dev.cairn.node.membership.AppliedConfState;
import dev.cairn.node.membership.AppliedState;
import dev.cairn.node.raft.SnapshotMetadata;
import java.util.function.LongSupplier;

/**
 * Makes the store durable now and then, by entries, bytes and time, so that the log can be released; between two flushes
 * the log alone carries what was applied. The order of release is what makes it safe: flush, then a synced snapshot
 * record in the log, then delete segments (design D2).
 */
public final class Flusher implements Stage {
    private static final int EARLY_PART = 8;

    /** When to flush: after so many applied entries or written bytes, or this long after a change. */
    public record Policy(long entries, long bytes, long intervalNanos) {}

    /** What may happen once a position is durable in the store. */
    public interface Outputs {
        void flushed(SnapshotMetadata position);
    }

    private final LiveFeatures live;
    private final Policy policy;
    private final LongSupplier nanos;
    private final Outputs outputs;
    private volatile long flushBytes;
    private volatile Runnable wake = () -> {};
    private volatile long flushedIndex;
    private volatile long flushedNanos;

    public Flusher(LiveFeatures live, Policy policy, LongSupplier nanos, Outputs outputs) {
        this.live = live;
        this.policy = policy;
        this.flushBytes = policy.bytes();
        this.nanos = nanos;
        this.outputs = outputs;
        this.flushedIndex = AppliedState.flushedPosition(live.now().backend()).index();
        this.flushedNanos = nanos.getAsLong();
    }

    @Override
    public String name() {
        return "flusher";
    }

    @Override
    public void onWork(Runnable newWake) {
        wake = newWake;
    }

    /** Memory is low: what the store keeps in memory until it is flushed shall be less. */
    public void flushEarly(boolean early) {
        flushBytes = early ? policy.bytes() / EARLY_PART : policy.bytes();
        check();
    }

    /** What was applied by now shall soon be durable, however little it is: the next start has to know it. */
    public void flushSoon() {
        flushedNanos = nanos.getAsLong() - policy.intervalNanos();
        check();
    }

    /** Entries were applied, or time went by. */
    public void check() {
        if (isDue()) {
            wake.run();
        }
    }

    private boolean isDue() {
        long applied = live.now().applied().position().index();
        if (applied <= flushedIndex) {
            return false;
        }
        return applied - flushedIndex >= policy.entries()
                || live.now().backend().unflushedBytes() >= flushBytes
                || nanos.getAsLong() - flushedNanos >= policy.intervalNanos();
    }

    @Override
    public boolean runOnce() {
        if (!isDue()) {
            return false;
        }
        flush();
        return true;
    }

    /** Also called when the member stops, so that the next start has nothing to replay. */
    public void flush() {
        try (LiveFeatures.Use use = live.use()) {
            var backend = use.features().backend();
            backend.flush();
            AppliedState.Position position = AppliedState.flushedPosition(backend);
            AppliedConfState conf = AppliedState.flushedConfState(backend);
            long applied = use.features().applied().position().index();
            Invariant.check(
                    position.index() <= applied,
                    "the store is durable up to %d, applied is %d",
                    position.index(),
                    applied);
            flushedNanos = nanos.getAsLong();
            if (position.index() > flushedIndex && conf != null) {
                flushedIndex = position.index();
                outputs.flushed(new SnapshotMetadata(Configurations.raft(conf), position.index(), position.term()));
            }
        }
    }
}
