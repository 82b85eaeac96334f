// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.member;

import java.util.function.LongSupplier;

/**
 * The paces of one image after the other for the same member. One soon after another hurries: while the member was
 * given the first, the log went on and lost what the member needed next, and at rest that would happen again.
 */
public final class Paces {
    private static final long SOON_NANOS = 300_000_000_000L;

    private final LongSupplier nanos;
    private boolean hadOne;
    private long lastNanos;

    /** @param nanos a clock that only goes forward */
    public Paces(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Of an image that begins now. */
    public synchronized Pace next() {
        long now = nanos.getAsLong();
        boolean again = hadOne && now - lastNanos < SOON_NANOS;
        hadOne = true;
        lastNanos = now;
        return again ? Pace.full() : new Pace();
    }
}
