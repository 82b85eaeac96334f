// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.testkit;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what real processes do in their own time; for tests with processes or sockets only. */
public final class Eventually {
    private static final long PAUSE_MILLIS = 20;

    private Eventually() {}

    public static void within(long seconds, String what, BooleanSupplier condition) {
        within(seconds, () -> what, condition);
    }

    public static void within(long seconds, Supplier<String> what, BooleanSupplier condition) {
        within(seconds, PAUSE_MILLIS, what, condition);
    }

    /** For a condition that looking at changes: it is looked at no more often than that. */
    public static void within(long seconds, long pauseMillis, Supplier<String> what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline >= 0) {
                throw new AssertionError("not within " + seconds + " s: " + what.get());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
        }
    }
}
