// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.figures;

import java.util.concurrent.atomic.LongAdder;

/**
 * What was asked of this member.
 *
 * @param durations from the request to its answer, by kind, 1 ms to 8 s
 * @param ranges how long reading took once it could begin, 100 µs to 52 s
 * @param readIndexesFailed rounds that ended without an answer because leadership or the member ended
 * @param slowReadIndexes rounds that nobody answered in time
 * @param heartbeatSendFailures heartbeats that a leader sent too late, mostly because its disk is slow
 * @param promoteFailures by etcd's reason
 * @param leasesRenewed keep-alives answered as the leader
 * @param leasesExpired leases that this member, as the leader, proposed to end
 */
public record RequestFigures(
        Outcomes durations,
        Outcomes ranges,
        LongAdder readIndexesFailed,
        LongAdder slowReadIndexes,
        LongAdder heartbeatSendFailures,
        Labelled<LongAdder> promoteFailures,
        LongAdder promoteSuccesses,
        LongAdder leasesRenewed,
        LongAdder leasesExpired) {
    private static final double FIRST_SECONDS = 0.001;
    private static final int BUCKETS = 14;
    private static final double FIRST_RANGE_SECONDS = 0.0001;
    private static final int RANGE_BUCKETS = 20;

    public RequestFigures() {
        this(
                new Outcomes(() -> Histogram.doubling(FIRST_SECONDS, BUCKETS)),
                new Outcomes(() -> Histogram.doubling(FIRST_RANGE_SECONDS, RANGE_BUCKETS)),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new Labelled<>(LongAdder::new),
                new LongAdder(),
                new LongAdder(),
                new LongAdder());
    }
}
