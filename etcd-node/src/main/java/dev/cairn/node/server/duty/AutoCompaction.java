// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.duty;

import dev.cairn.node.server.HistoryKept;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.OptionalLong;

/**
 * When the leader compacts by itself, as etcd's compactors do: keeping a period of history, or a number of revisions.
 * Asked with the time and the revision, it answers what to compact at; it knows no clock.
 */
public final class AutoCompaction {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration REVISION_INTERVAL = Duration.ofMinutes(5);
    private static final int SAMPLES_PER_INTERVAL = 10;

    private final HistoryKept kept;
    private final long sampleNanos;
    private final int samplesKept;
    private final int samplesBetweenCompactions;
    /** The revisions of the last period, oldest first. */
    private final ArrayDeque<Long> samples = new ArrayDeque<>();

    private boolean running;
    private long nextSampleNanos;
    private int samplesUntilCompaction;
    private long compacted;

    public AutoCompaction(HistoryKept kept) {
        this.kept = kept;
        Duration interval = kept.revisions() > 0 ? REVISION_INTERVAL : min(kept.period(), HOUR);
        boolean byRevision = kept.revisions() > 0;
        this.sampleNanos = byRevision ? interval.toNanos() : interval.toNanos() / SAMPLES_PER_INTERVAL;
        this.samplesKept =
                byRevision || sampleNanos == 0 ? 1 : (int) (kept.period().toNanos() / sampleNanos) + 1;
        this.samplesBetweenCompactions = byRevision ? 1 : SAMPLES_PER_INTERVAL;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** This member does not lead: it forgets what it sampled, and begins anew when it does. */
    public void pause() {
        running = false;
        samples.clear();
    }

    /** The revision to compact at now, if it is time and there is something to drop. */
    public OptionalLong due(long nowNanos, long currentRevision) {
        if (kept.isAll()) {
            return OptionalLong.empty();
        }
        if (!running) {
            running = true;
            nextSampleNanos = nowNanos;
            samplesUntilCompaction = samplesKept;
        }
        if (nowNanos - nextSampleNanos < 0) {
            return OptionalLong.empty();
        }
        nextSampleNanos = nowNanos + sampleNanos;
        samples.addLast(currentRevision);
        if (samples.size() > samplesKept) {
            samples.removeFirst();
        }
        if (--samplesUntilCompaction > 0) {
            return OptionalLong.empty();
        }
        samplesUntilCompaction = samplesBetweenCompactions;
        long target = kept.revisions() > 0 ? currentRevision - kept.revisions() : samples.getFirst();
        if (target <= compacted || target <= 0) {
            return OptionalLong.empty();
        }
        compacted = target;
        return OptionalLong.of(target);
    }
}
