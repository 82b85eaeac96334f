// SPDX-License-Identifier: Apache-2.0
package dev.cairn.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.operator.cluster.execute.Outcome;
import dev.cairn.operator.cluster.plan.Step;
import dev.cairn.operator.cluster.reason.HoldReason;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PaceTest {
    @Test
    void aStepThatFailsAgainAndAgainIsTriedLessOften() {
        assertThat(IntStream.of(1, 2, 3, 4, 5, 1000)
                        .mapToLong(attempt -> Pace.after(new Step.Rest(), new Outcome.Failed("no"), attempt)
                                .toSeconds()))
                .containsExactly(1L, 2L, 4L, 8L, 15L, 15L);
    }

    @Test
    void whatIsUndoneAgainAndAgainIsDoneLessAndLessOften() {
        var done = new Outcome.Done("applied");
        assertThat(Pace.after(new Step.Rest(), done, 1)).isEqualTo(Duration.ofMillis(100));
        assertThat(Pace.after(new Step.Rest(), done, 2)).isEqualTo(Duration.ofSeconds(2));
        assertThat(Pace.after(new Step.Rest(), done, 9)).isEqualTo(Duration.ofSeconds(15));
    }

    @ParameterizedTest
    @EnumSource(HoldReason.class)
    void whatIsAPersonsTurnIsLookedAtAtRest(HoldReason reason) {
        Duration wait = Pace.after(new Step.Hold(reason, Optional.empty(), ""), new Outcome.Nothing(), 1);
        assertThat(wait)
                .isEqualTo(Duration.ofSeconds(
                        Set.of(HoldReason.Turn.PERSON, HoldReason.Turn.NOBODY).contains(reason.turn()) ? 15 : 1));
    }
}
