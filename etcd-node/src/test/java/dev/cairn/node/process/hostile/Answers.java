// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What one client was answered, and when. Times are nanoseconds of one clock that never goes back. */
final class Answers {
    private static final double NANOS_PER_MILLI = 1e6;

    private final List<Long> took = new ArrayList<>();
    private final long began;
    private long lastAnswer;
    private long longestGap;

    Answers(long began) {
        this.began = began;
        this.lastAnswer = began;
    }

    /** A request was answered as it should be. */
    synchronized void answered(long asked, long now) {
        took.add(now - asked);
        longestGap = Math.max(longestGap, now - lastAnswer);
        lastAnswer = now;
    }

    /** A request failed or was given up: no answer, and its time counts among the others. */
    synchronized void failed(long asked, long now) {
        took.add(now - asked);
    }

    /** The longest time without an answer, the one that still lasts included. */
    synchronized double longestGapMillis(long now) {
        return Math.max(longestGap, now - lastAnswer) / NANOS_PER_MILLI;
    }

    synchronized int count() {
        return took.size();
    }

    synchronized long lastAnswerNanos() {
        return lastAnswer;
    }

    /** Of the times of all requests, and the whole time where none has ended. */
    synchronized double p99Millis(long now) {
        if (took.isEmpty()) {
            return (now - began) / NANOS_PER_MILLI;
        }
        List<Long> sorted = new ArrayList<>(took);
        Collections.sort(sorted);
        return sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1) / NANOS_PER_MILLI;
    }
}
