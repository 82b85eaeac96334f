// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.member;

import dev.cairn.node.raft.RaftStatus;
import dev.cairn.node.raft.log.MemoryLog;
import dev.cairn.node.server.stage.RaftLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Keeps the log for followers that are fed by snapshot. Without what followed their snapshot they would need another one as
 * soon as they have installed it, again and again under load. etcd drops nothing while a snapshot is under way and half a
 * minute after; here it is what the receivers still lack, and no more than would be faster to send than an image.
 */
final class SnapshotReceivers implements RaftLoop.LogRetention {
    static final long GRACE_NANOS = 30_000_000_000L;
    /** Entries that are kept in the files for receivers alone; whoever falls behind by more takes another snapshot. */
    static final long MAX_KEPT_BYTES = 64L << 20;

    private static final long UNDER_WAY = Long.MAX_VALUE;

    /** @param untilNanos from then on nobody waits for it any more */
    private record Receiver(long snapshotIndex, long untilNanos) {
        boolean isGivenUp(long nowNanos) {
            return untilNanos != UNDER_WAY && untilNanos - nowNanos < 0;
        }
    }

    private final Map<Long, Receiver> receivers = new ConcurrentHashMap<>();
    private final long keepEntries;
    private final LongSupplier nanos;

    /** {@code keepEntries} before a snapshot stay in any case. */
    SnapshotReceivers(long keepEntries, LongSupplier nanos) {
        this.keepEntries = keepEntries;
        this.nanos = nanos;
    }

    /** {@code snapshotIndex}: what the core named; it goes on from there although the image that is sent is newer. */
    void sending(long member, long snapshotIndex) {
        receivers.put(member, new Receiver(snapshotIndex, UNDER_WAY));
    }

    void sent(long member, boolean success) {
        receivers.computeIfPresent(
                member,
                (id, receiver) ->
                        success ? new Receiver(receiver.snapshotIndex(), nanos.getAsLong() + GRACE_NANOS) : null);
    }

    @Override
    public long dropUpTo(long snapshotIndex, RaftStatus status, MemoryLog log) {
        long wanted = snapshotIndex - keepEntries;
        long now = nanos.getAsLong();
        receivers
                .entrySet()
                .removeIf(each -> each.getValue().isGivenUp(now)
                        || !status.peers().containsKey(each.getKey())
                        || status.peers().get(each.getKey()).match() >= wanted);
        long lacking = receivers.values().stream()
                .mapToLong(Receiver::snapshotIndex)
                .min()
                .orElse(wanted);
        return lacking >= wanted ? wanted : Math.clamp(affordable(log), lacking, wanted);
    }

    /** The index behind which the log holds no more than what may be kept. */
    private static long affordable(MemoryLog log) {
        long bytes = 0;
        long index = log.lastIndex();
        while (index >= log.firstIndex() && bytes <= MAX_KEPT_BYTES) {
            bytes += log.encodedBytes(index);
            index--;
        }
        return index;
    }
}
