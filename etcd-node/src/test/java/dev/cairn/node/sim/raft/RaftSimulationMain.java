// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.raft;

/**
 * Runs seeds {@code FROM COUNT [FOCUS [SABOTAGE]]} and prints what failed; the focus {@code ANY} is drawn by each seed.
 * {@code -Draft.sim.stop=true} stops at the first failure. One seed alone prints its trace hash and, on failure, the
 * stack.
 */
public final class RaftSimulationMain {
    private RaftSimulationMain() {}

    public static void main(String[] arguments) {
        long from = Long.parseLong(arguments[0]);
        long count = Long.parseLong(arguments[1]);
        Focus focus = arguments.length > 2 && !arguments[2].equals("ANY") ? Focus.valueOf(arguments[2]) : null;
        Sabotage sabotage = arguments.length > 3 ? Sabotage.valueOf(arguments[3]) : Sabotage.NONE;
        Counters total = new Counters();
        long failed = 0;
        boolean stop = Boolean.getBoolean("raft.sim.stop");
        for (long seed = from; seed < from + count && !(stop && failed > 0); seed++) {
            try {
                RaftSimulation.Outcome outcome = RaftSimulation.run(seed, focus, sabotage);
                total.add(outcome.counters());
                if (count == 1) {
                    System.out.printf("seed %d: trace %016x%n", seed, outcome.traceHash());
                }
            } catch (AssertionError broken) {
                failed++;
                System.out.println(broken.getMessage());
                if (count == 1) {
                    broken.printStackTrace(System.out);
                }
            }
        }
        System.out.printf("%d seeds, %d failed; %s%n", count, failed, total);
        System.exit(failed == 0 ? 0 : 1);
    }
}
