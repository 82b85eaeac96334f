// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster;

import dev.cairn.operator.cluster.act.Outcome;
import dev.cairn.operator.cluster.plan.Step;
import java.time.Duration;

/** When to look again. Changes in Kubernetes bring the operator back by themselves; etcd's have to be asked for. */
final class Pace {
    private static final Duration AT_ONCE = Duration.ofMillis(100);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration AT_REST = Duration.ofSeconds(15);

    private Pace() {}

    static Duration after(Step step, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done -> AT_ONCE;
            case Outcome.Overtaken overtaken -> AT_ONCE;
            case Outcome.NotYet notYet -> SOON;
            case Outcome.Failed failed -> SOON;
            case Outcome.Nothing nothing ->
                step instanceof Step.Hold hold && !"Paused".equals(hold.reason()) ? SOON : AT_REST;
        };
    }
}
