// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.figures;

import java.util.concurrent.atomic.LongAdder;

/**
 * What applied entries did: counted on every member alike, whoever was asked.
 *
 * @param ranges reads of keys, by clients and inside transactions
 * @param deletes requests to delete, whatever they found
 * @param txns transactions of more than one operation
 * @param putBytes of keys and values that were put
 * @param durations by kind of request, 100 µs to 52 s
 * @param slow requests that took longer than {@code --warning-apply-duration}
 * @param leaseTtls seconds that leases were granted for
 * @param installing snapshots being installed: 0 or 1
 */
public record ApplyFigures(
        LongAdder ranges,
        LongAdder puts,
        LongAdder deletes,
        LongAdder txns,
        LongAdder putBytes,
        Outcomes durations,
        LongAdder slow,
        LongAdder leasesGranted,
        LongAdder leasesRevoked,
        Histogram leaseTtls,
        LongAdder installing) {
    private static final double FIRST_SECONDS = 0.0001;
    private static final int BUCKETS = 20;
    private static final int TTL_BUCKETS = 24;

    public ApplyFigures() {
        this(
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new Outcomes(() -> Histogram.doubling(FIRST_SECONDS, BUCKETS)),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                Histogram.doubling(1, TTL_BUCKETS),
                new LongAdder());
    }
}
