// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacesTest {
    private static final long MINUTE = 60_000_000_000L;

    private long now = -MINUTE;
    private final Paces paces = new Paces(() -> now, nanos -> {});

    @Test
    void theFirstImageHasTime() {
        assertThat(paces.next().rests()).isTrue();
    }

    @Test
    void theNextOneHurriesIfItComesSoon() {
        paces.next();
        now += MINUTE;
        assertThat(paces.next().rests()).isFalse();
        now += 4 * MINUTE;
        assertThat(paces.next().rests()).isFalse();
    }

    @Test
    void theNextOneHasTimeIfItComesLate() {
        paces.next();
        now += 5 * MINUTE;
        assertThat(paces.next().rests()).isTrue();
    }
}
