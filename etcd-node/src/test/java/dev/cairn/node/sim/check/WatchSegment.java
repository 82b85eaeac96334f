// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.check;

import java.util.ArrayList;
import java.util.List;

/** What one watcher was told without interruption, response by response. {@code prefix} "" watches everything. */
public final class WatchSegment {
    private final String watcher;
    private final String prefix;
    private final long from;
    private final List<List<Event>> responses = new ArrayList<>();

    public WatchSegment(String watcher, String prefix, long from) {
        this.watcher = watcher;
        this.prefix = prefix;
        this.from = from;
    }

    public void response(List<Event> events) {
        responses.add(List.copyOf(events));
    }

    public String watcher() {
        return watcher;
    }

    public String prefix() {
        return prefix;
    }

    public long from() {
        return from;
    }

    public List<List<Event>> responses() {
        return responses;
    }

    List<Event> events() {
        return responses.stream().flatMap(List::stream).toList();
    }

    public long lastRevision() {
        return responses.isEmpty() ? from - 1 : responses.getLast().getLast().revision();
    }
}
