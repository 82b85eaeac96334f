// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.figures;

import java.util.concurrent.atomic.LongAdder;

/**
 * What the disk did for the log, the store and received images; durations in seconds.
 *
 * @param openReads read transactions of the store that are open now
 * @param imageSaves from the first byte of a received image to its last being durable
 */
public record DiskFigures(
        Histogram logSyncs,
        Histogram logWrites,
        LongAdder logBytes,
        Histogram commits,
        LongAdder openReads,
        Histogram imageSyncs,
        Histogram imageSaves) {
    private static final double FIRST_SECONDS = 0.001;
    private static final int BUCKETS = 14;

    public DiskFigures() {
        this(
                Histogram.doubling(FIRST_SECONDS, BUCKETS),
                Histogram.doubling(FIRST_SECONDS, BUCKETS),
                new LongAdder(),
                Histogram.doubling(FIRST_SECONDS, BUCKETS),
                new LongAdder(),
                Histogram.doubling(FIRST_SECONDS, BUCKETS),
                Histogram.doubling(0.1, 10));
    }
}
