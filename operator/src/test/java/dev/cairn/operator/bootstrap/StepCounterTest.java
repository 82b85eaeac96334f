// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.operator.cluster.execute.Outcome;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.cluster.reason.HoldReason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StepCounterTest {
    @Test
    void stepsAndHoldsAreCountedByWhatBecameOfThem() {
        var registry = new SimpleMeterRegistry();
        var counter = new StepCounter(registry);
        counter.taken(new Step.Rest(), new Outcome.Nothing());
        counter.taken(new Step.Hold(HoldReason.QUORUM_LOST, Optional.empty(), "no"), new Outcome.Nothing());
        counter.taken(new Step.AddLearner("demo-a", "url", "joins"), new Outcome.Failed("refused"));
        counter.taken(new Step.AddLearner("demo-b", "url", "joins"), new Outcome.Failed("refused"));
        assertThat(count(registry, "Rest", "nothing")).isEqualTo(1);
        assertThat(count(registry, "HoldQuorumLost", "nothing")).isEqualTo(1);
        assertThat(count(registry, "AddLearner", "failed")).isEqualTo(2);
    }

    private static double count(SimpleMeterRegistry registry, String step, String outcome) {
        return registry.get("cairn.steps")
                .tags("step", step, "outcome", outcome)
                .counter()
                .count();
    }
}
