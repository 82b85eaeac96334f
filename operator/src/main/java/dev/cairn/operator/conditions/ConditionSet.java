// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.conditions;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Conditions under construction. A condition keeps the time of its last change as long as its status is the same. */
public final class ConditionSet {
    private static final int MESSAGE_LENGTH_MAX = 4096;

    private final List<Condition> before;
    private final long generation;
    private final Instant now;
    private final List<Condition> conditions = new ArrayList<>();

    /** @param before the conditions as they were; may be null */
    public ConditionSet(List<Condition> before, long generation, Instant now) {
        this.before = before == null ? List.of() : before;
        this.generation = generation;
        this.now = now;
    }

    /** Says one thing. */
    public ConditionSet say(String type, boolean holds, String reason, String message) {
        String status = holds ? "True" : "False";
        String since = find(before, type)
                .filter(each -> status.equals(each.getStatus()))
                .map(Condition::getLastTransitionTime)
                .orElse(now.truncatedTo(ChronoUnit.SECONDS).toString());
        conditions.add(new ConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message.length() > MESSAGE_LENGTH_MAX ? message.substring(0, MESSAGE_LENGTH_MAX) : message)
                .withObservedGeneration(generation)
                .withLastTransitionTime(since)
                .build());
        return this;
    }

    public List<Condition> asList() {
        return List.copyOf(conditions);
    }

    /** A condition by its type. */
    public static Optional<Condition> find(List<Condition> conditions, String type) {
        return conditions == null
                ? Optional.empty()
                : conditions.stream()
                        .filter(each -> type.equals(each.getType()))
                        .findFirst();
    }
}
