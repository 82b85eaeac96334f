// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.peer;

import dev.cairn.node.figures.Histogram;
import dev.cairn.node.figures.PeerFigures;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of one other member. */
record PeerCounts(
        LongAdder active,
        LongAdder disconnected,
        LongAdder sentBytes,
        LongAdder receivedBytes,
        LongAdder sentFailures,
        LongAdder receivedFailures,
        Histogram roundTrips) {
    static PeerCounts of(PeerFigures figures, long id) {
        String name = Long.toHexString(id);
        return new PeerCounts(
                figures.active().of(name),
                figures.disconnected().of(name),
                figures.sentBytes().of(name),
                figures.receivedBytes().of(name),
                figures.sentFailures().of(name),
                figures.receivedFailures().of(name),
                figures.roundTrips().of(name));
    }
}
