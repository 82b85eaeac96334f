// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.figures;

import java.util.concurrent.atomic.LongAdder;

/**
 * What passed between this member and each other one; the label is the other's id in hexadecimal digits, or the address
 * where it is not known.
 *
 * @param active 1 while a stream from it is read
 * @param disconnected how often the last of its streams ended
 * @param roundTrips seconds of a probe's request and answer, 100 µs to 3.3 s
 */
public record PeerFigures(
        Labelled<LongAdder> active,
        Labelled<LongAdder> disconnected,
        Labelled<LongAdder> sentBytes,
        Labelled<LongAdder> receivedBytes,
        Labelled<LongAdder> sentFailures,
        Labelled<LongAdder> receivedFailures,
        Labelled<Histogram> roundTrips,
        Images sentImages,
        Images receivedImages) {
    private static final double FIRST_ROUND_TRIP_SECONDS = 0.0001;
    private static final int ROUND_TRIP_BUCKETS = 16;

    /** Images of the store in one direction; durations in seconds, 100 ms to 51 s. */
    public record Images(
            Labelled<LongAdder> underWay,
            Labelled<LongAdder> successes,
            Labelled<LongAdder> failures,
            Labelled<Histogram> durations) {
        Images() {
            this(
                    new Labelled<>(LongAdder::new),
                    new Labelled<>(LongAdder::new),
                    new Labelled<>(LongAdder::new),
                    new Labelled<>(() -> Histogram.doubling(0.1, 10)));
        }
    }

    public PeerFigures() {
        this(
                new Labelled<>(LongAdder::new),
                new Labelled<>(LongAdder::new),
                new Labelled<>(LongAdder::new),
                new Labelled<>(LongAdder::new),
                new Labelled<>(LongAdder::new),
                new Labelled<>(LongAdder::new),
                new Labelled<>(() -> Histogram.doubling(FIRST_ROUND_TRIP_SECONDS, ROUND_TRIP_BUCKETS)),
                new Images(),
                new Images());
    }
}
