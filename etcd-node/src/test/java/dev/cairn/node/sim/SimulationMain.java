// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs {@code SEED [COUNT]} and prints what each came to, its trace hash first: the same seed, the same hash. */
public final class SimulationMain {
    private static final Logger LOGS = Logger.getLogger("");

    private SimulationMain() {}

    public static void main(String[] arguments) {
        long from = Long.parseLong(arguments[0]);
        long count = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        LOGS.setLevel(Boolean.getBoolean("sim.log") ? Level.ALL : Level.OFF);
        long failed = 0;
        for (long seed = from; seed < from + count; seed++) {
            long began = System.nanoTime();
            try {
                Simulation.Outcome outcome = Simulation.run(seed);
                System.out.printf("seed %d: trace %016x; %s%n", seed, outcome.traceHash(), outcome);
            } catch (AssertionError broken) {
                failed++;
                System.out.println(broken.getMessage());
                if (count == 1) {
                    broken.printStackTrace(System.out);
                }
            }
            if (Boolean.getBoolean("sim.times")) {
                System.out.printf("%d ms%n", (System.nanoTime() - began) / 1_000_000);
            }
        }
        System.out.printf("%d seeds, %d failed%n", count, failed);
        System.exit(failed == 0 ? 0 : 1);
    }
}
