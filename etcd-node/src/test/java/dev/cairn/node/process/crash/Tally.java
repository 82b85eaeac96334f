// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.crash;

import java.util.Locale;

/** What a run has come to so far. */
final class Tally {
    private final long beganNanos = System.nanoTime();
    private int rounds;
    private long acknowledged;
    private int lost;
    private int violations;
    private long longestGapMillis;

    void round(long acknowledgedInRound, long gapMillis) {
        rounds++;
        acknowledged += acknowledgedInRound;
        longestGapMillis = Math.max(longestGapMillis, gapMillis);
    }

    void violated(Throwable what) {
        if (what instanceof Losses losses) {
            lost += losses.count();
        } else {
            violations++;
        }
    }

    boolean isClean() {
        return lost == 0 && violations == 0;
    }

    double seconds() {
        return (System.nanoTime() - beganNanos) / 1e9;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "rounds %d · acknowledged %d · lost %d · violations %d · longest unavailability %d ms",
                rounds,
                acknowledged,
                lost,
                violations,
                longestGapMillis);
    }
}
