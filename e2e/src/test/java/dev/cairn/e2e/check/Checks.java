// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.check;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A run of many checks: prints a line for each, and their count at the end. The first that does not hold ends it. */
public final class Checks {
    private static final long LOOK_MILLIS = 100;

    private final long began = System.nanoTime();
    private final String name;
    private int passed;

    public Checks(String name) {
        this.name = name;
    }

    public long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
    }

    public void equal(String title, Object found, Object expected) {
        if (!Objects.equals(found, expected)) {
            throw new AssertionError(title + "\n  expected: " + expected + "\n  came:     " + found);
        }
        passed(title);
    }

    public void holds(String title, boolean condition, Object came) {
        if (!condition) {
            throw new AssertionError(title + "\n  came: " + came);
        }
        passed(title);
    }

    public void contains(String title, String found, String part) {
        holds(title, found.contains(part), found);
    }

    /** That the text matches as a whole. */
    public void matches(String title, String found, String pattern) {
        holds(title, found.matches(pattern), found);
    }

    private void passed(String title) {
        passed++;
        System.out.println("ok  " + title);
    }

    /** No check by itself: what a check needs before it. */
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline >= 0) {
                throw new AssertionError(what + ": not after " + limit.toSeconds() + " s");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        }
    }

    /** Says how many held. */
    public void done() {
        System.out.printf("%s: %d checks passed, %d s%n", name, passed, seconds());
    }
}
