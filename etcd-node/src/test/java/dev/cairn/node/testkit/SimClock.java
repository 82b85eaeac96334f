// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.testkit;

import java.util.PriorityQueue;

/** Simulated time: what is scheduled happens in order of time, and at the same time in order of scheduling. */
public final class SimClock {
    private record Event(long atMillis, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atMillis, other.atMillis);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long nowMillis;
    private long scheduled;

    public long nowMillis() {
        return nowMillis;
    }

    public void schedule(long delayMillis, Runnable action) {
        events.add(new Event(nowMillis + Math.max(0, delayMillis), scheduled++, action));
    }

    /** Lets everything happen that is due until then, what is scheduled on the way included. */
    public void runUntil(long endMillis) {
        while (!events.isEmpty() && events.peek().atMillis() <= endMillis) {
            Event event = events.remove();
            nowMillis = event.atMillis();
            event.action().run();
        }
        nowMillis = endMillis;
    }
}
