// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AnswersTest {
    private static final long MILLI = 1_000_000;

    @Test
    void theLongestGapIsBetweenTwoAnswers() {
        Answers answers = new Answers(0);
        answers.answered(0, 10 * MILLI);
        answers.answered(20 * MILLI, 320 * MILLI);
        answers.answered(330 * MILLI, 340 * MILLI);
        assertThat(answers.longestGapMillis(345 * MILLI)).isEqualTo(310);
    }

    @Test
    void aGapThatLastsCountsThoughRequestsFailMeanwhile() {
        Answers answers = new Answers(0);
        answers.answered(0, 10 * MILLI);
        answers.failed(20 * MILLI, 5020 * MILLI);
        assertThat(answers.longestGapMillis(6010 * MILLI)).isEqualTo(6000);
        assertThat(answers.p99Millis(6010 * MILLI)).isEqualTo(5000);
    }

    @Test
    void whoWasNeverAnsweredWaitedTheWholeTime() {
        Answers answers = new Answers(0);
        assertThat(answers.longestGapMillis(7 * MILLI)).isEqualTo(7);
        assertThat(answers.p99Millis(7 * MILLI)).isEqualTo(7);
    }

    @Test
    void oneInAHundredMayTakeLonger() {
        Answers answers = new Answers(0);
        for (int i = 1; i <= 99; i++) {
            answers.answered(i * MILLI, (i + 2) * MILLI);
        }
        answers.answered(100 * MILLI, 900 * MILLI);
        assertThat(answers.p99Millis(901 * MILLI)).isCloseTo(2, within(0.001));
    }
}
