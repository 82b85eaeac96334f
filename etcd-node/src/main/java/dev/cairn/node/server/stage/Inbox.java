// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import java.util.ArrayList;
import java.util.List;

/** A stage's bounded queue: many offer, one drains everything at once. At the bound an offer is refused, never waits. */
public final class Inbox<T> {
    private final int capacity;
    private final Object lock = new Object();
    private List<T> waiting = new ArrayList<>();
    private List<T> spare = new ArrayList<>();
    private volatile Runnable wake = () -> {};

    public Inbox(int capacity) {
        this.capacity = capacity;
    }

    public void onWork(Runnable newWake) {
        wake = newWake;
    }

    /** False when the inbox is full. */
    public boolean offer(T item) {
        boolean first;
        synchronized (lock) {
            if (waiting.size() >= capacity) {
                return false;
            }
            first = waiting.isEmpty();
            waiting.add(item);
        }
        if (first) {
            wake.run();
        }
        return true;
    }

    /** For items that bound themselves elsewhere (acknowledgements, committed entries): never refused. */
    public void put(T item) {
        boolean first;
        synchronized (lock) {
            first = waiting.isEmpty();
            waiting.add(item);
        }
        if (first) {
            wake.run();
        }
    }

    /** Everything that waits, in order; valid until the next call. */
    public List<T> drain() {
        synchronized (lock) {
            List<T> drained = waiting;
            spare.clear();
            waiting = spare;
            spare = drained;
            return drained;
        }
    }

    public int size() {
        synchronized (lock) {
            return waiting.size();
        }
    }
}
