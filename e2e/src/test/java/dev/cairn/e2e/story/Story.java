// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.story;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What a scene tells a person who waits: each line with the seconds since it began. */
public final class Story {
    private static final long LOOK_MILLIS = 200;
    private static final long TELL_SECONDS = 5;

    private final long began = System.nanoTime();
    private final boolean control;

    Story(boolean control) {
        this.control = control;
    }

    /** Whether the scene is to break what it proves. */
    public boolean isControl() {
        return control;
    }

    public long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
    }

    public void say(String line, Object... values) {
        System.out.printf("%4d s  %s%n", seconds(), values.length == 0 ? line : line.formatted(values));
    }

    /** Tells what a check found, and fails where that is something else. */
    public void expect(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError(what + ": expected '" + expected + "', got '" + actual + "'");
        }
        say("%s: %s", what, actual);
    }

    public void expectAtMost(String what, long limit, long actual, String unit) {
        if (actual > limit) {
            throw new AssertionError("%s: at most %d %s, got %d %s".formatted(what, limit, unit, actual, unit));
        }
        say("%s: %d %s (at most %d)", what, actual, unit, limit);
    }

    public void waitUntil(String what, Duration limit, BooleanSupplier condition) {
        waitUntil(what, limit, condition, () -> "");
    }

    /** Looks until the condition holds; says every few seconds that it waits, and at the end how things stand. */
    public void waitUntil(String what, Duration limit, BooleanSupplier condition, Supplier<String> standing) {
        long start = System.nanoTime();
        long told = start;
        while (!condition.getAsBoolean()) {
            long now = System.nanoTime();
            if (now - start >= limit.toNanos()) {
                throw new AssertionError(
                        "gave up on %s after %d s; %s".formatted(what, limit.toSeconds(), standing.get()));
            }
            if (now - told >= TimeUnit.SECONDS.toNanos(TELL_SECONDS)) {
                told = now;
                String stands = standing.get();
                say("  still waiting for %s%s", what, stands.isEmpty() ? "" : ": " + stands.strip());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        }
    }
}
