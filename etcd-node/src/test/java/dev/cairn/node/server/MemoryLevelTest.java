// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryLevelTest {
    @ParameterizedTest
    @CsvSource({
        "PLENTY, 0.899, PLENTY",
        "PLENTY, 0.90, LOW",
        "PLENTY, 0.95, SCARCE",
        "PLENTY, 1.1, EXHAUSTED",
        "LOW, 0.939, LOW",
        "LOW, 0.94, SCARCE",
        "SCARCE, 0.97, EXHAUSTED",
        "LOW, 0.885, LOW",
        "LOW, 0.879, PLENTY",
        "SCARCE, 0.925, SCARCE",
        "SCARCE, 0.919, LOW",
        "EXHAUSTED, 0.955, EXHAUSTED",
        "EXHAUSTED, 0.949, SCARCE",
        "EXHAUSTED, 0.1, PLENTY"
    })
    void aLevelIsReachedAtItsPartAndLeftTwoHundredthsBelow(MemoryLevel before, double used, MemoryLevel after) {
        assertThat(before.next(used)).isEqualTo(after);
    }

    @Test
    void eachLevelDoesWhatTheOnesBeforeItDo() {
        assertThat(MemoryLevel.EXHAUSTED.isAtLeast(MemoryLevel.SCARCE)).isTrue();
        assertThat(MemoryLevel.SCARCE.isAtLeast(MemoryLevel.LOW)).isTrue();
        assertThat(MemoryLevel.LOW.isAtLeast(MemoryLevel.SCARCE)).isFalse();
    }
}
