// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The store's history as all watchers of everything were told it: revision by revision, one after the other, the same
 * from every member. Revisions that no watcher was told are unknown; the first is 2, since an empty store is at 1.
 */
public final class Timeline {
    private static final String PROPERTY = "revisions";

    private final TreeMap<Long, List<Event>> revisions = new TreeMap<>();
    private final TreeMap<Long, Map<String, Seen>> states = new TreeMap<>();
    private boolean gapless = true;

    private Timeline() {}

    /** Throws where two watchers were told different things of one revision, or a revision was told to nobody. */
    public static Timeline of(List<WatchSegment> watches, boolean compacted) {
        Timeline timeline = new Timeline();
        for (WatchSegment watch : watches) {
            if (watch.prefix().isEmpty()) {
                timeline.take(watch);
            }
        }
        timeline.replay(compacted);
        return timeline;
    }

    private void take(WatchSegment watch) {
        TreeMap<Long, List<Event>> told = new TreeMap<>();
        for (Event event : watch.events()) {
            told.computeIfAbsent(event.revision(), revision -> new ArrayList<>())
                    .add(event);
        }
        told.forEach((revision, events) -> {
            List<Event> before = revisions.putIfAbsent(revision, events);
            Violation.require(
                    before == null || before.equals(events),
                    PROPERTY,
                    () -> "of revision " + revision + " " + watch.watcher() + " was told " + events + ", others "
                            + before);
        });
    }

    private void replay(boolean compacted) {
        Map<String, Seen> state = new HashMap<>();
        long expected = 2;
        states.put(1L, Map.of());
        for (Map.Entry<Long, List<Event>> each : revisions.entrySet()) {
            if (each.getKey() != expected) {
                Violation.require(compacted, PROPERTY, "nobody was told of revision " + expected);
                gapless = false;
                return;
            }
            for (Event event : each.getValue()) {
                apply(state, event);
            }
            states.put(expected, Map.copyOf(state));
            expected++;
        }
    }

    private static void apply(Map<String, Seen> state, Event event) {
        Seen before = state.get(event.key());
        if (event.isDeletion()) {
            Violation.require(before != null, PROPERTY, () -> event + " deletes what is not there");
            state.remove(event.key());
            return;
        }
        long version = before == null ? 1 : before.version() + 1;
        long created = before == null ? event.revision() : before.createRevision();
        Violation.require(
                event.version() == version && event.createRevision() == created,
                PROPERTY,
                () -> event + " after " + before);
        state.put(event.key(), new Seen(event.value(), event.revision(), created, version));
    }

    /** Every revision up to {@link #last} is known. */
    public boolean isGapless() {
        return gapless;
    }

    public long last() {
        return revisions.isEmpty() ? 1 : revisions.lastKey();
    }

    /** The highest revision whose state is known. */
    public long lastState() {
        return states.lastKey();
    }

    /** The store as of a revision, or null where it is not known. */
    public Map<String, Seen> state(long revision) {
        return states.get(revision);
    }

    List<Event> at(long revision) {
        return revisions.getOrDefault(revision, List.of());
    }

    TreeMap<Long, List<Event>> revisions() {
        return revisions;
    }
}
