// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim;

import dev.cairn.node.sim.fault.Aim;
import dev.cairn.node.sim.fault.FaultMatrix;
import dev.cairn.node.sim.fault.Reached;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs seeds: {@code FROM COUNT [--aim=mixed] [--jobs=1] [--all] [--long]}. Prints {@code seed N: <checker>: <what>} for a failure
 * and stops there (exit 1), unless it is told to run them all; a line now and then, and one at the end.
 */
public final class Seeds {
    private static final long LINE_SECONDS = 10;

    private final Aim aim;
    private final Simulation.Scale scale;
    private final boolean all;
    private final long last;
    private final long count;
    private final AtomicLong next;
    private final AtomicInteger green = new AtomicInteger();
    private final AtomicInteger red = new AtomicInteger();
    private final AtomicLong operations = new AtomicLong();
    private final Reached reached = new Reached(FaultMatrix.load());

    private Seeds(long from, long count, Aim aim, Simulation.Scale scale, boolean all) {
        this.scale = scale;
        this.next = new AtomicLong(from);
        this.count = count;
        this.last = from + count - 1;
        this.aim = aim;
        this.all = all;
    }

    public static void main(String[] arguments) throws InterruptedException {
        Logger.getLogger("").setLevel(Level.OFF);
        List<String> numbers = new ArrayList<>();
        Aim aim = Aim.MIXED;
        int jobs = 1;
        boolean all = false;
        Simulation.Scale scale = Simulation.Scale.SHORT;
        for (String argument : arguments) {
            String value = argument.substring(argument.indexOf('=') + 1);
            switch (argument.startsWith("--") ? argument.split("=")[0] : "") {
                case "--aim" -> aim = Aim.named(value);
                case "--jobs" -> jobs = Integer.parseInt(value);
                case "--all" -> all = true;
                case "--long" -> scale = Simulation.Scale.LONG;
                default -> numbers.add(argument);
            }
        }
        Seeds seeds = new Seeds(Long.parseLong(numbers.get(0)), Long.parseLong(numbers.get(1)), aim, scale, all);
        seeds.run(jobs);
        System.out.println(seeds);
        if (all) {
            System.out.println("reached least: " + seeds.reached.rarest(8));
            seeds.reached.unreached().forEach(cell -> System.out.println("unreached: " + cell));
        }
        System.exit(seeds.red.get() == 0 && seeds.green.get() == seeds.count ? 0 : 1);
    }

    private void run(int jobs) throws InterruptedException {
        try (ExecutorService pool = Executors.newFixedThreadPool(jobs)) {
            for (int i = 0; i < jobs; i++) {
                pool.execute(this::work);
            }
            pool.shutdown();
            while (!pool.awaitTermination(LINE_SECONDS, TimeUnit.SECONDS)) {
                System.out.println(this);
            }
        }
    }

    private void work() {
        for (long seed = next.getAndIncrement(); seed <= last; seed = next.getAndIncrement()) {
            if (!all && red.get() > 0) {
                return;
            }
            try {
                Simulation.Outcome outcome = Simulation.run(seed, aim, scale);
                operations.addAndGet(outcome.operations());
                reached.add(outcome.reached());
                green.incrementAndGet();
            } catch (SimulationFailure broken) {
                if (red.incrementAndGet() == 1 || all) {
                    System.out.println(broken.getMessage());
                }
            }
        }
    }

    @Override
    public String toString() {
        return "%d of %d green, %d failed, aim %s, %d operations, %d of %d cells of the fault matrix reached"
                .formatted(
                        green.get(),
                        count,
                        red.get(),
                        aim.name().toLowerCase(Locale.ROOT),
                        operations.get(),
                        reached.size(),
                        reached.of());
    }
}
