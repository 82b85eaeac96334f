// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Keeps whoever moves a whole image from taking processor, memory and disk away from those for whom clients wait: after
 * some work it rests for as long as the work took. So it goes at half of what the machine could do, and where the machine
 * is busy and the work takes longer, it rests longer. One for each image; one thread at a time.
 */
public final class Pace {
    /** Short, so that what waits behind the work waits shortly. */
    private static final long WORK_NANOS = 1_000_000;

    /** Where the work stood still, as it does when the other side does, there is nobody to make room for. */
    private static final long MAX_REST_NANOS = 20_000_000;

    private final boolean rests;
    private final LongSupplier nanos;
    private final LongConsumer rest;
    private long began;

    private Pace(boolean rests, LongSupplier nanos, LongConsumer rest) {
        this.rests = rests;
        this.nanos = nanos;
        this.rest = rest;
        this.began = nanos.getAsLong();
    }

    /**
     * @param nanos a clock that only goes forward
     * @param rest keeps the calling thread for so many nanoseconds
     */
    static Pace withRests(LongSupplier nanos, LongConsumer rest) {
        return new Pace(true, nanos, rest);
    }

    /** Never rests. */
    public static Pace full() {
        return new Pace(false, () -> 0, nanos -> {});
    }

    boolean rests() {
        return rests;
    }

    /** Comes between two pieces of work; rests if it is time to. */
    public void worked() {
        if (!rests) {
            return;
        }
        long took = nanos.getAsLong() - began;
        if (took >= WORK_NANOS) {
            rest.accept(Math.min(took, MAX_REST_NANOS));
            began = nanos.getAsLong();
        }
    }
}
