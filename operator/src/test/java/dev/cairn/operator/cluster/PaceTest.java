// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.operator.cluster.act.Outcome;
import dev.cairn.operator.cluster.plan.Step;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaceTest {
    @Test
    void aStepThatFailsAgainAndAgainIsTriedLessOften() {
        assertThat(IntStream.of(1, 2, 3, 4, 5, 1000)
                        .mapToLong(attempt -> Pace.after(new Step.Rest(), new Outcome.Failed("no"), attempt)
                                .toSeconds()))
                .containsExactly(1L, 2L, 4L, 8L, 15L, 15L);
    }
}
