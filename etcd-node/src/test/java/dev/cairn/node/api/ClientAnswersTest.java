// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.api.budget.ByteBudget;
import dev.cairn.node.api.budget.ClientAnswers;
import dev.cairn.node.server.MemoryLevel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

/** Who gets room for an answer. */
class ClientAnswersTest {
    private static final int MEGABYTE = 1_000_000;

    private MemoryLevel memory = MemoryLevel.PLENTY;

    /** Three tenths of it are for answers. */
    private final ByteBudget budget = new ByteBudget(100L * MEGABYTE, new SimpleMeterRegistry(), () -> memory);

    private final ClientAnswers hungry = budget.client();
    private final ClientAnswers other = budget.client();

    @Test
    void aSingleAnswerMayTakeAllAndNoMore() {
        assertThat(hungry.answer().tryTake(30L * MEGABYTE)).isTrue();
        assertThat(other.answer().tryTake(31L * MEGABYTE)).isFalse();
    }

    @Test
    void manyAnswersOfOneClientLeaveHalfToTheOthers() {
        int answers = 0;
        while (hungry.answer().tryTake(MEGABYTE)) {
            answers++;
        }
        assertThat(answers).isEqualTo(15);
        assertThat(other.answer().tryTake(15L * MEGABYTE)).isTrue();
    }

    @Test
    void aSmallAnswerAlwaysPasses() {
        assertThat(hungry.answer().tryTake(30L * MEGABYTE)).isTrue();
        assertThat(other.answer().tryTake(ByteBudget.SMALL_BYTES)).isTrue();
        assertThat(other.answer().tryTake(ByteBudget.SMALL_BYTES + 1)).isFalse();
    }

    @Test
    void whereMemoryIsScarceOnlySmallAnswersAndRequestsPass() {
        memory = MemoryLevel.LOW;
        assertThat(other.answer().tryTake(MEGABYTE)).isTrue();
        memory = MemoryLevel.SCARCE;
        assertThat(other.answer().tryTake(MEGABYTE)).isFalse();
        assertThat(other.answer().tryTake(ByteBudget.SMALL_BYTES)).isTrue();
        assertThat(budget.tryReceive(ByteBudget.SMALL_BYTES + 1)).isFalse();
        memory = MemoryLevel.LOW;
        assertThat(budget.tryReceive(ByteBudget.SMALL_BYTES + 1)).isTrue();
    }

    @Test
    void whatIsWrittenOrGivenUpMakesRoom() {
        ClientAnswers.HeldAnswer answer = hungry.answer();
        assertThat(answer.tryTake(30L * MEGABYTE)).isTrue();
        answer.close();
        answer.close();
        assertThat(other.answer().tryTake(30L * MEGABYTE)).isTrue();
    }
}
