// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MILLISECOND = 1_000_000;

    private final List<Long> rests = new ArrayList<>();
    private long now = 7;
    private final Pace pace = Pace.withRests(() -> now, nanos -> {
        rests.add(nanos);
        now += nanos;
    });

    private void work(long nanos) {
        now += nanos;
        pace.worked();
    }

    @Test
    void restsAsLongAsTheWorkTook() {
        work(3 * MILLISECOND);
        work(2 * MILLISECOND);
        assertThat(rests).containsExactly(3 * MILLISECOND, 2 * MILLISECOND);
    }

    @Test
    void shortPiecesOfWorkAreAddedUp() {
        for (int i = 0; i < 20; i++) {
            work(MILLISECOND / 10);
        }
        assertThat(rests).containsExactly(MILLISECOND, MILLISECOND);
    }

    @Test
    void atFullPaceThereIsNoRest() {
        Pace full = Pace.full();
        now += 30 * MILLISECOND;
        full.worked();
        assertThat(full.rests()).isFalse();
        assertThat(rests).isEmpty();
    }

    @Test
    void workThatStoodStillIsNotPaidFor() {
        work(30_000 * MILLISECOND);
        assertThat(rests).containsExactly(20 * MILLISECOND);
    }
}
