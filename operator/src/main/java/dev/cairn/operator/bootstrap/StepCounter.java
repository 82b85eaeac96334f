// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.bootstrap;

import dev.cairn.operator.cluster.StepListener;
import dev.cairn.operator.cluster.execute.Outcome;
import dev.cairn.operator.cluster.plan.Step;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** The counter {@code cairn_steps}: by the step's name, a hold's reason and the outcome, over all clusters. */
final class StepCounter implements StepListener {
    private static final String NAME = "cairn.steps";

    private final MeterRegistry registry;

    StepCounter(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void taken(Step step, Outcome outcome) {
        registry.counter(
                        NAME,
                        "step",
                        step instanceof Step.Hold hold ? "Hold" + hold.reason().word() : step.name(),
                        "outcome",
                        outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT))
                .increment();
    }
}
