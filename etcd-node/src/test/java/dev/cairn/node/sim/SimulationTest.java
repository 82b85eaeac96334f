// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.sim.fault.FaultMatrix;
import dev.cairn.node.sim.fault.Reached;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code -Dsim.seeds=N} runs more seeds, {@code -Dsim.from=N} others; {@code make sim SEED=n} runs one. */
class SimulationTest {
    private static final long SEEDS = Long.getLong("sim.seeds", 25);
    private static final long FROM = Long.getLong("sim.from", 1);
    private static final Logger LOGS = Logger.getLogger("");
    private static Level before;

    @BeforeAll
    static void silence() {
        before = LOGS.getLevel();
        LOGS.setLevel(Level.OFF);
    }

    @AfterAll
    static void speak() {
        LOGS.setLevel(before);
    }

    @Test
    void clustersStaySafeUnderFaultsAndGetOnAfterThem() {
        List<Simulation.Outcome> outcomes = new ArrayList<>();
        for (long seed = FROM; seed < FROM + SEEDS; seed++) {
            outcomes.add(Simulation.run(seed));
        }
        Reached reached = new Reached(FaultMatrix.load());
        outcomes.forEach(outcome -> reached.add(outcome.reached()));
        // a run in which nothing happens proves nothing
        assertThat(outcomes).allSatisfy(outcome -> {
            assertThat(outcome.answered()).isGreaterThan(50);
            assertThat(outcome.elections()).isPositive();
        });
        assertThat(outcomes.stream().mapToLong(Simulation.Outcome::leases).sum())
                .as("leases granted")
                .isGreaterThan(SEEDS);
        assertThat(outcomes.stream().mapToLong(Simulation.Outcome::images).sum())
                .as("images installed")
                .isPositive();
        assertThat(reached.size()).as("cells of the fault matrix").isGreaterThan(reached.of() / 2);
    }

    /** Seeds that found bugs, see docs/reproductions.md. */
    @ParameterizedTest
    @ValueSource(longs = {4, 10, 26, 151, 193})
    void seedsThatFoundBugsStayGreen(long seed) {
        assertThat(Simulation.run(seed).answered()).isPositive();
    }

    @Test
    void aSeedIsARunByteForByte() {
        long first = Simulation.run(7).traceHash();
        assertThat(Simulation.run(7).traceHash()).isEqualTo(first);
        assertThat(Simulation.run(8).traceHash()).isNotEqualTo(first);
    }
}
