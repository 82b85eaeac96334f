// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * The paces of one image after the other for the same member. One soon after another hurries: while the member was
 * given the first, the log went on and lost what the member needed next, and at rest that would happen again.
 */
public final class Paces {
    private static final long SOON_NANOS = 300_000_000_000L;

    private final LongSupplier nanos;
    private final LongConsumer rest;
    private boolean hadOne;
    private long lastNanos;

    /**
     * @param nanos a clock that only goes forward
     * @param rest keeps the calling thread for so many nanoseconds
     */
    public Paces(LongSupplier nanos, LongConsumer rest) {
        this.nanos = nanos;
        this.rest = rest;
    }

    /** Of an image that begins now. */
    public synchronized Pace next() {
        long now = nanos.getAsLong();
        boolean again = hadOne && now - lastNanos < SOON_NANOS;
        hadOne = true;
        lastNanos = now;
        return again ? Pace.full() : Pace.withRests(nanos, rest);
    }
}
