// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

import java.time.Duration;

/** What auto-compaction leaves: a period of history, or a number of revisions; the other is zero. */
public record HistoryKept(Duration period, long revisions) {
    /** Nothing is compacted automatically. */
    public static final HistoryKept ALL = new HistoryKept(Duration.ZERO, 0);

    public boolean isAll() {
        return period.isZero() && revisions == 0;
    }
}
