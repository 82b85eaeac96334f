// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

/**
 * How near the process is to the end of its memory, and what a member does about it: first what it could do without gives
 * way, then it refuses what would take a lot, then it says that it is not ready, so that clients go elsewhere.
 */
public enum MemoryLevel {
    PLENTY(0),
    /** Latest records in memory have half the room, and the store writes its tables out early. */
    LOW(0.90),
    /** Also, requests and answers of more than 64 KiB are refused. */
    SCARCE(0.94),
    /** Also, {@code /readyz} fails. */
    EXHAUSTED(0.97);

    /** So much less must be in use than what led to a level, before it is left: it does not come and go. */
    private static final double MARGIN = 0.02;

    private final double from;

    MemoryLevel(double from) {
        this.from = from;
    }

    /** {@code used}: the part of what the process may have, 1 is all of it. */
    public MemoryLevel next(double used) {
        MemoryLevel next = PLENTY;
        for (MemoryLevel each : values()) {
            double enough = each.ordinal() <= ordinal() ? each.from - MARGIN : each.from;
            next = used >= enough ? each : next;
        }
        return next;
    }

    public boolean isAtLeast(MemoryLevel other) {
        return compareTo(other) >= 0;
    }
}
