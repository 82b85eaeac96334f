// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim;

import dev.cairn.node.sim.fault.FaultMatrix;
import dev.cairn.node.sim.fault.Reached;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs seed after seed on all processors for {@code HOURS [FROM]}, prints failures at once and a line now and then. */
public final class Soak {
    private static final Logger LOGS = Logger.getLogger("");
    private static final long LINE_SECONDS = 10;

    private final AtomicLong next;
    private final long endNanos;
    private final AtomicLong green = new AtomicLong();
    private final AtomicLong red = new AtomicLong();
    private final AtomicLong operations = new AtomicLong();
    private final AtomicLong elections = new AtomicLong();
    private final AtomicLong images = new AtomicLong();
    private final Reached reached = new Reached(FaultMatrix.load());

    private Soak(long from, long endNanos) {
        this.next = new AtomicLong(from);
        this.endNanos = endNanos;
    }

    public static void main(String[] arguments) throws InterruptedException {
        double hours = Double.parseDouble(arguments[0]);
        long from = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        LOGS.setLevel(Level.OFF);
        Soak soak = new Soak(from, System.nanoTime() + (long) (hours * 3600 * 1e9));
        int workers = Runtime.getRuntime().availableProcessors();
        try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
            for (int i = 0; i < workers; i++) {
                pool.execute(soak::work);
            }
            pool.shutdown();
            while (!pool.awaitTermination(LINE_SECONDS, TimeUnit.SECONDS)) {
                System.out.println(soak);
            }
        }
        System.out.println(soak);
        System.exit(soak.red.get() == 0 ? 0 : 1);
    }

    private void work() {
        while (System.nanoTime() < endNanos) {
            long seed = next.getAndIncrement();
            try {
                Simulation.Outcome outcome = Simulation.run(seed);
                green.incrementAndGet();
                operations.addAndGet(outcome.operations());
                elections.addAndGet(outcome.elections());
                images.addAndGet(outcome.images());
                reached.add(outcome.reached());
            } catch (SimulationFailure broken) {
                red.incrementAndGet();
                System.out.println(broken.getMessage());
            }
        }
    }

    @Override
    public String toString() {
        return "up to seed %d: %d green, %d red; %d operations, %d elections, %d images installed, %d of %d cells reached"
                .formatted(
                        next.get() - 1,
                        green.get(),
                        red.get(),
                        operations.get(),
                        elections.get(),
                        images.get(),
                        reached.size(),
                        reached.of());
    }
}
