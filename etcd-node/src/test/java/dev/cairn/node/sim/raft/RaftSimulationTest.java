// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** {@code -Draft.sim.seeds=N} runs more seeds, {@code -Draft.sim.from=N} others; {@code RaftSimulationMain} runs one. */
class RaftSimulationTest {
    private static final long SEEDS = Long.getLong("raft.sim.seeds", 300);
    private static final long FROM = Long.getLong("raft.sim.from", 1);

    @Test
    void coreStaysSafeUnderFaultsAndGetsOnAfterThem() {
        Counters total = new Counters();
        long elections = 0;
        for (long seed = FROM; seed < FROM + SEEDS; seed++) {
            RaftSimulation.Outcome outcome = RaftSimulation.run(seed);
            total.add(outcome.counters());
            elections += outcome.elections();
        }
        // a run in which nothing happens proves nothing
        assertThat(elections).as("elections").isGreaterThan(SEEDS);
        assertThat(LongStream.of(
                        total.proposed,
                        total.confChangesApplied,
                        total.snapshotsInstalled,
                        total.transfers,
                        total.crashes,
                        total.partitions,
                        total.readsAnswered))
                .as(total.toString())
                .allMatch(count -> count > SEEDS);
    }

    @Test
    void logsThatPartAreBroughtTogetherAgain() {
        long elections = 0;
        for (long seed = FROM; seed < FROM + SEEDS / 3; seed++) {
            elections += RaftSimulation.run(seed, Focus.FORKS, Sabotage.NONE).elections();
        }
        assertThat(elections).isGreaterThan(SEEDS);
    }

    @Test
    void sameSeedIsTheSameRun() {
        long once = RaftSimulation.run(7).traceHash();
        assertThat(RaftSimulation.run(7).traceHash()).isEqualTo(once);
        assertThat(RaftSimulation.run(8).traceHash()).isNotEqualTo(once);
    }

    @Test
    void driverThatAcknowledgesBeforeItIsDurableIsCaught() {
        assertThatThrownBy(() -> {
                    for (long seed = 1; seed <= 100; seed++) {
                        RaftSimulation.run(seed, null, Sabotage.ACKNOWLEDGE_BEFORE_DURABLE);
                    }
                })
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed ");
    }
}
