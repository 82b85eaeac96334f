// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.lease;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** At most one due instant for each lease id, the earliest first; equal instants in the order of the ids. */
final class Deadlines {
    private record Deadline(long dueNanos, long id) implements Comparable<Deadline> {
        @Override
        public int compareTo(Deadline other) {
            int byTime = Long.compare(dueNanos, other.dueNanos);
            return byTime != 0 ? byTime : Long.compare(id, other.id);
        }
    }

    private final TreeSet<Deadline> entries = new TreeSet<>();
    private final Map<Long, Deadline> byId = new HashMap<>();

    /** Replaces the id's earlier instant. */
    void set(long id, long dueNanos) {
        Deadline entry = new Deadline(dueNanos, id);
        Deadline earlier = byId.put(id, entry);
        if (earlier != null) {
            entries.remove(earlier);
        }
        entries.add(entry);
    }

    void remove(long id) {
        Deadline entry = byId.remove(id);
        if (entry != null) {
            entries.remove(entry);
        }
    }

    boolean hasDue(long nowNanos) {
        return !entries.isEmpty() && entries.first().dueNanos() <= nowNanos;
    }

    /** Takes out the earliest; only where there is one. */
    long removeFirst() {
        Deadline first = entries.removeFirst();
        byId.remove(first.id());
        return first.id();
    }

    void clear() {
        entries.clear();
        byId.clear();
    }
}
