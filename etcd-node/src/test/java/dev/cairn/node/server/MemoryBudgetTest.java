// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryBudgetTest {
    private static final long MIB = 1L << 20;

    /** With all parts at their bounds at once, two followers behind, a fifth is left for the work of the moment. */
    @ParameterizedTest
    @ValueSource(longs = {115, 230, 460, 921, 3_686, 14_745})
    void allPartsTogetherLeaveAFifthOfTheHeap(long heapMib) {
        MemoryBudget budget = MemoryBudget.ofHeap(heapMib * MIB);
        long parts = budget.indexBytes()
                + budget.recentBytes()
                + budget.logBytes()
                + budget.watchBytes()
                + budget.proposalBytes()
                + budget.receivedBytes()
                + 2 * budget.inflightBytes();
        assertThat(parts).isLessThanOrEqualTo(heapMib * MIB * 83 / 100);
    }

    /** 136 bytes a key, and a member of 512 MiB has a heap of 230. */
    @ParameterizedTest
    @ValueSource(longs = {230, 460})
    void halfAMillionKeysFitIntoHalfAGigabyte(long heapMib) {
        assertThat(MemoryBudget.ofHeap(heapMib * MIB).indexBytes()).isGreaterThan(heapMib * 500_000 * 136 / 230);
    }
}
