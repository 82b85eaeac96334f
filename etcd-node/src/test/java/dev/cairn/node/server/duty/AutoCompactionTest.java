// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.duty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.server.HistoryKept;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AutoCompactionTest {
    @Test
    void withoutRetentionNothingIsCompacted() {
        assertThat(compactions(new AutoCompaction(HistoryKept.ALL), Duration.ofDays(1)))
                .isEmpty();
    }

    @Test
    void anHourOfHistoryIsKeptAndTheFirstCompactionWaitsForAFullHour() {
        var compactions =
                compactions(new AutoCompaction(new HistoryKept(Duration.ofHours(1), 0)), Duration.ofMinutes(125));

        assertThat(compactions.firstEntry().getKey()).isEqualTo(60);
        assertThat(compactions).containsEntry(60, 1L).containsEntry(120, 61L).hasSize(2);
    }

    @Test
    void eightHoursAreCompactedHourly() {
        var compactions =
                compactions(new AutoCompaction(new HistoryKept(Duration.ofHours(8), 0)), Duration.ofHours(10));

        assertThat(compactions.keySet()).containsExactly(480, 540);
        assertThat(compactions.get(540)).isEqualTo(61L);
    }

    @Test
    void aNumberOfRevisionsIsKeptEveryFiveMinutes() {
        var compactions = compactions(new AutoCompaction(new HistoryKept(Duration.ZERO, 100)), Duration.ofMinutes(112));

        assertThat(compactions).containsEntry(105, 6L).containsEntry(110, 11L);
    }

    @Test
    void nothingIsCompactedTwiceAtTheSameRevision() {
        AutoCompaction idle = new AutoCompaction(new HistoryKept(Duration.ZERO, 10));

        assertThat(idle.due(0, 50)).isEqualTo(OptionalLong.of(40));
        assertThat(idle.due(Duration.ofMinutes(5).toNanos(), 50)).isEmpty();
    }

    @Test
    void aMemberThatLeadsAgainWaitsForAFullPeriod() {
        AutoCompaction auto = new AutoCompaction(new HistoryKept(Duration.ofMinutes(10), 0));
        for (int minute = 0; minute < 9; minute++) {
            assertThat(auto.due(Duration.ofMinutes(minute).toNanos(), 100 + minute))
                    .isEmpty();
        }
        auto.pause();

        assertThat(auto.due(Duration.ofMinutes(10).toNanos(), 200)).isEmpty();
    }

    /** Minute by minute, one revision a minute beginning with 1: when, and at which revision. */
    private static TreeMap<Integer, Long> compactions(AutoCompaction auto, Duration until) {
        TreeMap<Integer, Long> found = new TreeMap<>();
        for (int minute = 0; minute < until.toMinutes(); minute++) {
            int now = minute;
            auto.due(Duration.ofMinutes(minute).toNanos(), minute + 1L).ifPresent(at -> found.put(now, at));
        }
        return found;
    }
}
