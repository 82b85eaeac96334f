// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MedianTest {
    @Test
    void ofAnOddNumberItIsTheMiddleOneInOrder() {
        assertThat(Median.of(List.of(9.0, 1.0, 2.0))).isEqualTo(2.0);
    }

    @Test
    void ofAnEvenNumberItLiesBetweenTheTwoMiddleOnes() {
        assertThat(Median.of(List.of(4.0, 1.0, 2.0, 100.0))).isEqualTo(3.0);
    }
}
