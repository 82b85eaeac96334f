// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.figures;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Work on the whole store.
 *
 * @param defragments seconds, 100 ms to 410 s
 * @param images seconds to send the store to a client or a member, 10 ms to 655 s
 * @param hashes and {@code revisionHashes}: seconds of Hash and HashKV, 10 ms to 164 s
 * @param compactionPauses milliseconds of a step, during which nothing is applied
 * @param compactions milliseconds from the first step to the last
 * @param compactedRecords revisions that compactions deleted
 * @param lastCompaction when one ended, in seconds of Unix time; 0 before the first
 */
public record StoreFigures(
        Histogram defragments,
        LongAdder defragmenting,
        Histogram images,
        Histogram hashes,
        Histogram revisionHashes,
        Histogram compactionPauses,
        Histogram compactions,
        LongAdder compactedRecords,
        AtomicLong lastCompaction) {
    public StoreFigures() {
        this(
                Histogram.doubling(0.1, 13),
                new LongAdder(),
                Histogram.doubling(0.01, 17),
                Histogram.doubling(0.01, 15),
                Histogram.doubling(0.01, 15),
                Histogram.doubling(1, 13),
                Histogram.doubling(100, 14),
                new LongAdder(),
                new AtomicLong());
    }
}
