// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.figures;

import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often values were seen, by size: buckets whose upper bounds double, as etcd's histograms have them. Values are in
 * the unit of the metric, mostly seconds. Any thread; writers do not wait for one another.
 */
public final class Histogram {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLISECOND = 1e6;

    private final double[] bounds;
    private final LongAdder[] counts;
    private final DoubleAdder sum = new DoubleAdder();

    private Histogram(double[] bounds) {
        this.bounds = bounds;
        this.counts = new LongAdder[bounds.length + 1];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    /** So many buckets, the first up to {@code first}, each up to twice the one before, and one for what is larger. */
    public static Histogram doubling(double first, int buckets) {
        double[] bounds = new double[buckets];
        double bound = first;
        for (int i = 0; i < buckets; i++) {
            bounds[i] = bound;
            bound *= 2;
        }
        return new Histogram(bounds);
    }

    /** Bounds that follow no rule, in ascending order. */
    public static Histogram of(double... bounds) {
        return new Histogram(bounds.clone());
    }

    public void observe(double value) {
        int bucket = 0;
        while (bucket < bounds.length && value > bounds[bucket]) {
            bucket++;
        }
        counts[bucket].increment();
        sum.add(value);
    }

    /** Of a histogram in seconds. */
    public void observeNanos(long nanos) {
        observe(nanos / NANOS_PER_SECOND);
    }

    /** Of a histogram in milliseconds. */
    public void observeNanosAsMillis(long nanos) {
        observe(nanos / NANOS_PER_MILLISECOND);
    }

    /** How many values there were up to each bound, the last of them up to any size, and their sum. */
    public record Reading(double[] bounds, long[] cumulative, double sum) {
        public long count() {
            return cumulative[cumulative.length - 1];
        }
    }

    public Reading read() {
        long[] cumulative = new long[counts.length];
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i].sum();
            cumulative[i] = seen;
        }
        return new Reading(bounds.clone(), cumulative, sum.sum());
    }
}
