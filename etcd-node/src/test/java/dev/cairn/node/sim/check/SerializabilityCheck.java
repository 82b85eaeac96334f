// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Strict serializability over all keys. A revision is a place in one order of all writes, so every answer can be held
 * against the state at the revision that it names; and no operation may name an older revision than one that had ended
 * before it began. Serializable reads may be old, but within one process they never go back.
 */
public final class SerializabilityCheck {
    private static final String PROPERTY = "strict serializability";

    private final Timeline timeline;
    private final Map<String, Operation> writers = new HashMap<>();

    public SerializabilityCheck(Timeline timeline) {
        this.timeline = timeline;
    }

    public void check(List<Operation> operations) {
        operations.forEach(this::remember);
        everyEventHasOneWriter();
        operations.stream().filter(Operation::isAnswered).forEach(this::answeredAsTheStoreWas);
        inRealTime(operations);
        processesNeverGoBack(operations);
    }

    private void remember(Operation operation) {
        operation.call().writes().values().stream()
                .filter(Objects::nonNull)
                .forEach(value -> writers.put(value, operation));
    }

    /** Nothing is applied twice, after it was refused, or without having been asked for. */
    private void everyEventHasOneWriter() {
        Map<String, Long> revisionOf = new HashMap<>();
        timeline.revisions()
                .forEach((revision, events) -> events.stream()
                        .filter(event -> !event.isDeletion())
                        .forEach(event -> {
                            Operation writer = writers.get(event.value());
                            Violation.require(writer != null, PROPERTY, () -> "nobody asked for " + event);
                            Violation.require(
                                    !writer.isRefused(), PROPERTY, () -> "refused, and yet " + event + ": " + writer);
                            Long before = revisionOf.putIfAbsent(event.value() + event.key(), revision);
                            Violation.require(
                                    before == null,
                                    PROPERTY,
                                    () -> "applied at " + before + " and again: " + event + ": " + writer);
                            if (writer.isAnswered()) {
                                Violation.require(
                                        writer.answer().revision() == revision
                                                && writer.answer().wrote(),
                                        PROPERTY,
                                        () -> event + ", but " + writer);
                            }
                        }));
    }

    private void answeredAsTheStoreWas(Operation operation) {
        Answer answer = operation.answer();
        Violation.require(
                answer.revision() <= timeline.last() || !timeline.isGapless(),
                PROPERTY,
                () -> "acknowledged and lost: " + operation + "; the last revision is " + timeline.last());
        Map<String, Seen> state = timeline.state(answer.revision());
        if (state == null) {
            return;
        }
        if (answer.wrote()) {
            wroteWhatWasAsked(operation);
        } else {
            readWhatWasThere(operation, state);
        }
    }

    private void wroteWhatWasAsked(Operation operation) {
        Call call = operation.call();
        List<Event> events = timeline.at(operation.answer().revision());
        boolean same = events.size() == call.writes().size()
                && events.stream()
                        .allMatch(event -> call.writes().containsKey(event.key())
                                && Objects.equals(event.value(), call.writes().get(event.key())));
        Violation.require(same, PROPERTY, () -> "acknowledged, but the store has " + events + ": " + operation);
        if (call.kind() == Call.Kind.SWAP) {
            Seen before = timeline.state(operation.answer().revision() - 1).get(call.key());
            Violation.require(
                    Objects.equals(call.expected(), before == null ? null : before.value()),
                    PROPERTY,
                    () -> "the guard cannot have held on " + before + ": " + operation);
        }
    }

    private static void readWhatWasThere(Operation operation, Map<String, Seen> state) {
        Call call = operation.call();
        if (call.kind() == Call.Kind.LIST) {
            Violation.require(
                    operation.answer().seen().equals(state),
                    PROPERTY,
                    () -> "the store was " + state + ": " + operation);
            return;
        }
        Seen there = state.get(call.key());
        if (call.kind() == Call.Kind.DELETE) {
            Violation.require(
                    there == null, PROPERTY, () -> "not deleted, but the store had " + there + ": " + operation);
            return;
        }
        Violation.require(
                Objects.equals(there, operation.answer().seen().get(call.key())),
                PROPERTY,
                () -> "the store had " + there + ": " + operation);
        if (call.kind() == Call.Kind.SWAP) {
            Violation.require(
                    !Objects.equals(call.expected(), there == null ? null : there.value()),
                    PROPERTY,
                    () -> "the guard must have held on " + there + ": " + operation);
        }
    }

    private static void inRealTime(List<Operation> operations) {
        List<Operation> answered = operations.stream()
                .filter(Operation::isAnswered)
                .filter(each -> !each.call().isSerializable())
                .toList();
        List<Operation> byEnd = answered.stream()
                .sorted((one, two) -> Long.compare(one.ended(), two.ended()))
                .toList();
        int next = 0;
        Operation newest = null;
        for (Operation operation : answered) {
            while (next < byEnd.size() && byEnd.get(next).ended() < operation.begun()) {
                Operation ended = byEnd.get(next++);
                newest = newest == null
                                || ended.answer().revision() > newest.answer().revision()
                        ? ended
                        : newest;
            }
            if (newest != null) {
                Operation before = newest;
                long least = before.answer().revision() + (operation.answer().wrote() ? 1 : 0);
                Violation.require(
                        operation.answer().revision() >= least,
                        PROPERTY,
                        () -> "stale: " + operation + " began after the end of " + before);
            }
        }
    }

    private static void processesNeverGoBack(List<Operation> operations) {
        Map<String, Operation> newest = new HashMap<>();
        operations.stream()
                .filter(Operation::isAnswered)
                .sorted((one, two) -> Long.compare(one.ended(), two.ended()))
                .forEach(operation -> {
                    Operation before = newest.get(operation.process());
                    if (before != null && before.ended() < operation.begun()) {
                        Violation.require(
                                operation.answer().revision() >= before.answer().revision(),
                                PROPERTY,
                                () -> "went back within a process: " + operation + " after " + before);
                    }
                    if (before == null
                            || operation.answer().revision() > before.answer().revision()) {
                        newest.put(operation.process(), operation);
                    }
                });
    }
}
