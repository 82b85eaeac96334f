// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A watcher is told everything from its start on, in order, once, and all of a revision together. */
public final class WatchCheck {
    private static final String PROPERTY = "watch";

    private final Timeline timeline;

    public WatchCheck(Timeline timeline) {
        this.timeline = timeline;
    }

    public void check(List<WatchSegment> watches) {
        watches.forEach(this::check);
    }

    private void check(WatchSegment watch) {
        inOrderAndTogether(watch);
        complete(watch);
    }

    private void inOrderAndTogether(WatchSegment watch) {
        long last = watch.from() - 1;
        for (List<Event> response : watch.responses()) {
            Violation.require(!response.isEmpty(), PROPERTY, watch.watcher() + " was told nothing");
            long first = response.getFirst().revision();
            Violation.require(
                    first > last,
                    PROPERTY,
                    watch.watcher() + " from " + watch.from() + " was told of revision " + first + " after " + last);
            Set<String> keys = new TreeSet<>();
            for (Event event : response) {
                Violation.require(
                        event.revision() >= last, PROPERTY, watch.watcher() + ": " + event + " after " + last);
                Violation.require(
                        keys.add(event.revision() + " " + event.key()),
                        PROPERTY,
                        watch.watcher() + " was told twice: " + event);
                last = event.revision();
            }
        }
    }

    private void complete(WatchSegment watch) {
        List<Event> expected = new ArrayList<>();
        timeline.revisions()
                .subMap(watch.from(), true, Math.max(watch.from(), watch.lastRevision()), true)
                .values()
                .forEach(events -> events.stream()
                        .filter(event -> event.key().startsWith(watch.prefix()))
                        .forEach(expected::add));
        if (watch.lastRevision() < watch.from()) {
            return;
        }
        // what was compacted before any watcher of everything was told of it can be compared with nothing
        List<Event> told = watch.events().stream()
                .filter(event -> timeline.isGapless() || timeline.revisions().containsKey(event.revision()))
                .toList();
        Violation.require(
                told.equals(expected),
                PROPERTY,
                watch.watcher() + " of '" + watch.prefix() + "' from " + watch.from() + " was told " + told + ", not "
                        + expected);
    }
}
