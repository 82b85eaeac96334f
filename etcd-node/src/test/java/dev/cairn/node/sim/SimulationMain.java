// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim;

import dev.cairn.node.sim.fault.Aim;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs {@code SEED [--aim=AIM] [--long]} and prints what it came to, its trace hash first: the same seed, the same hash. */
public final class SimulationMain {
    private static final Logger LOGS = Logger.getLogger("");

    private SimulationMain() {}

    public static void main(String[] arguments) {
        long seed = Long.parseLong(arguments[0]);
        Aim aim = arguments.length > 1 ? Aim.named(arguments[1].substring("--aim=".length())) : Aim.MIXED;
        Simulation.Scale scale = List.of(arguments).contains("--long") ? Simulation.Scale.LONG : Simulation.Scale.SHORT;
        LOGS.setLevel(Boolean.getBoolean("sim.log") ? Level.ALL : Level.OFF);
        try {
            Simulation.Outcome outcome = Simulation.run(seed, aim, scale);
            System.out.printf("seed %d: green, trace %016x%n%s%n", seed, outcome.traceHash(), outcome);
        } catch (SimulationFailure broken) {
            System.out.println(broken.getMessage());
            System.out.println(broken.members());
            broken.printStackTrace(System.out);
            System.exit(1);
        }
    }
}
