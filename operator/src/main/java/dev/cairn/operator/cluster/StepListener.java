// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster;

import dev.cairn.operator.cluster.execute.Outcome;
import dev.cairn.operator.cluster.plan.Step;

/** Hears of each reconcile which step it came to, and what became of it. */
@FunctionalInterface
public interface StepListener {
    void taken(Step step, Outcome outcome);
}
