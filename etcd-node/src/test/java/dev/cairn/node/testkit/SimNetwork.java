// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.testkit;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Links between members that lose, delay, duplicate and reorder what is sent, and that can be cut in one direction or
 * both. Reordering comes of delays that differ.
 *
 * @param <M> what is sent
 */
public final class SimNetwork<M> {
    /** Probabilities are per message; a slow message takes ten times the longest delay. */
    public record Faults(double loss, double duplicate, double slow, int minDelayMillis, int maxDelayMillis) {
        public static final Faults NONE = new Faults(0, 0, 0, 1, 5);
    }

    /** A message and its way. */
    public record Envelope<M>(long from, long to, M message) {}

    private record Link(long from, long to) implements Comparable<Link> {
        @Override
        public int compareTo(Link other) {
            int byFrom = Long.compare(from, other.from);
            return byFrom != 0 ? byFrom : Long.compare(to, other.to);
        }
    }

    private static final int SLOWNESS = 10;

    private final SimClock clock;
    private final RandomGenerator random;
    private final Consumer<Envelope<M>> delivery;
    private final Consumer<Envelope<M>> loss;
    private final Set<Link> cut = new TreeSet<>();
    private Faults faults = Faults.NONE;

    /** {@code loss} hears of what was lost, as a transport notices a connection that fails. */
    public SimNetwork(
            SimClock clock, RandomGenerator random, Consumer<Envelope<M>> delivery, Consumer<Envelope<M>> loss) {
        this.clock = clock;
        this.random = random;
        this.delivery = delivery;
        this.loss = loss;
    }

    public void faults(Faults newFaults) {
        faults = newFaults;
    }

    /** Cuts one direction. What is already on its way still arrives. */
    public void cut(long from, long to) {
        cut.add(new Link(from, to));
    }

    public void restore(long from, long to) {
        cut.remove(new Link(from, to));
    }

    public void restoreAll() {
        cut.clear();
    }

    public void send(long from, long to, M message) {
        Envelope<M> envelope = new Envelope<>(from, to, message);
        if (cut.contains(new Link(from, to)) || random.nextDouble() < faults.loss()) {
            clock.schedule(delay(), () -> loss.accept(envelope));
            return;
        }
        clock.schedule(delay(), () -> delivery.accept(envelope));
        if (random.nextDouble() < faults.duplicate()) {
            clock.schedule(delay(), () -> delivery.accept(envelope));
        }
    }

    private int delay() {
        int delay = random.nextInt(faults.minDelayMillis(), faults.maxDelayMillis() + 1);
        return random.nextDouble() < faults.slow() ? delay + SLOWNESS * faults.maxDelayMillis() : delay;
    }
}
