// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.invariant;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InvariantTest {
    @Test
    void aBrokenOneSaysWhatWasSeen() {
        assertThatThrownBy(() -> Invariant.check(false, "applied %d, durable %d", 9, 7))
                .isInstanceOf(BrokenInvariantException.class)
                .hasMessage("invariant broken: applied 9, durable 7");
    }

    @Test
    void whatHoldsIsNotPutIntoWords() {
        assertThatCode(() -> Invariant.check(true, () -> {
                    throw new AssertionError("asked for");
                }))
                .doesNotThrowAnyException();
    }
}
