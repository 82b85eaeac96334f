// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.crash;

import dev.cairn.node.sim.check.Event;
import dev.cairn.node.sim.check.Operation;
import dev.cairn.node.sim.check.WatchSegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Acknowledged writes that some member's store does not know, by its own history from the beginning. */
final class Losses extends AssertionError {
    private static final long serialVersionUID = 1;
    private static final int NAMED = 5;

    private final int count;

    private record Change(String key, String value) {}

    private record Deletion(String key, long revision) {}

    private Losses(int count, String what) {
        super(what);
        this.count = count;
    }

    /** Values are never used twice, so a value that is nowhere was lost; a deletion is known by its revision. */
    static Losses of(List<Operation> operations, List<WatchSegment> replays, long compactedAt) {
        List<String> lost = new ArrayList<>();
        for (WatchSegment replay : replays) {
            Set<Object> there = new HashSet<>();
            for (List<Event> response : replay.responses()) {
                for (Event event : response) {
                    there.add(
                            event.value() == null
                                    ? new Deletion(event.key(), event.revision())
                                    : new Change(event.key(), event.value()));
                }
            }
            operations.stream()
                    .filter(operation -> operation.isAnswered()
                            && operation.answer().wrote()
                            && operation.answer().revision() > compactedAt)
                    .filter(operation -> !there.containsAll(expected(operation)))
                    .map(operation -> replay.watcher() + " lacks " + operation)
                    .forEach(lost::add);
        }
        return new Losses(
                lost.size(),
                "acknowledged and lost, " + lost.size() + ": "
                        + lost.stream().limit(NAMED).collect(Collectors.joining("\n  ", "\n  ", ""))
                        + (lost.size() > NAMED ? "\n  …" : ""));
    }

    private static Set<Object> expected(Operation operation) {
        return operation.call().writes().entrySet().stream()
                .map(write -> write.getValue() == null
                        ? new Deletion(write.getKey(), operation.answer().revision())
                        : new Change(write.getKey(), Objects.requireNonNull(write.getValue())))
                .collect(Collectors.toSet());
    }

    int count() {
        return count;
    }
}
