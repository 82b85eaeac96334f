// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import dev.cairn.node.figures.StoreFigures;
import dev.cairn.node.mvcc.Compactor;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** The steps of a compaction, timed one by one and in all. Apply thread only. */
public final class TimedCompaction {
    private final StoreFigures figures;
    private final LongSupplier nanos;
    private final InstantSource clock;
    private boolean underWay;
    private long beganNanos;

    public TimedCompaction(StoreFigures figures, LongSupplier nanos, InstantSource clock) {
        this.figures = figures;
        this.nanos = nanos;
        this.clock = clock;
    }

    void step(Compactor compactor) {
        long before = nanos.getAsLong();
        long deletedBefore = compactor.deletedRecords();
        if (!underWay) {
            underWay = true;
            beganNanos = before;
        }
        compactor.runOnce();
        long after = nanos.getAsLong();
        figures.compactionPauses().observeNanosAsMillis(after - before);
        figures.compactedRecords().add(compactor.deletedRecords() - deletedBefore);
        if (!compactor.hasWork()) {
            underWay = false;
            figures.compactions().observeNanosAsMillis(after - beganNanos);
            figures.lastCompaction().set(clock.instant().getEpochSecond());
        }
    }
}
