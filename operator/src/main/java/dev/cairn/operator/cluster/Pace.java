// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster;

import dev.cairn.operator.cluster.execute.Outcome;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.cluster.reason.HoldReason;
import java.time.Duration;

/** When to look again. Changes in Kubernetes bring the operator back by themselves; etcd's have to be asked for. */
final class Pace {
    private static final Duration AT_ONCE = Duration.ofMillis(100);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration AT_REST = Duration.ofSeconds(15);
    private static final int DOUBLINGS_MAX = 10;

    private Pace() {}

    /** @param attempt how often this step has been tried, from 1 */
    static Duration after(Step step, Outcome outcome, int attempt) {
        return switch (outcome) {
            // Done, and to be done again: something else undoes it.
            case Outcome.Done done -> attempt > 1 ? later(attempt) : AT_ONCE;
            case Outcome.Overtaken overtaken -> AT_ONCE;
            case Outcome.NotYet notYet -> SOON;
            // Each try is an intent in the status first: what fails again and again is not to be written every second.
            case Outcome.Failed failed -> later(attempt);
            case Outcome.Nothing nothing ->
                step instanceof Step.Hold hold
                                && hold.reason().turn() != HoldReason.Turn.PERSON
                                && hold.reason().turn() != HoldReason.Turn.NOBODY
                        ? SOON
                        : AT_REST;
        };
    }

    private static Duration later(int attempt) {
        Duration wait = SOON.multipliedBy(1L << Math.min(attempt - 1, DOUBLINGS_MAX));
        return wait.compareTo(AT_REST) < 0 ? wait : AT_REST;
    }
}
