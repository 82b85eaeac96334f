// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.figures;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * How long each kind of work took, apart by whether it went well: etcd's labels {@code op} or {@code type} and {@code
 * success}. For the hot path: who observes allocates nothing. Any thread.
 */
public final class Outcomes {
    private final Map<String, Pair> kinds = new ConcurrentHashMap<>();
    private final Supplier<Histogram> fresh;

    private static final class Pair {
        private final Supplier<Histogram> fresh;
        private volatile Histogram good;
        private volatile Histogram bad;

        Pair(Supplier<Histogram> fresh) {
            this.fresh = fresh;
        }

        Histogram of(boolean success) {
            Histogram known = success ? good : bad;
            return known == null ? made(success) : known;
        }

        private synchronized Histogram made(boolean success) {
            if (success) {
                good = good == null ? fresh.get() : good;
                return good;
            }
            bad = bad == null ? fresh.get() : bad;
            return bad;
        }
    }

    public Outcomes(Supplier<Histogram> fresh) {
        this.fresh = fresh;
    }

    public void observeNanos(String kind, boolean success, long nanos) {
        Pair pair = kinds.get(kind);
        if (pair == null) {
            pair = kinds.computeIfAbsent(kind, each -> new Pair(fresh));
        }
        pair.of(success).observeNanos(nanos);
    }

    /** {@code action} gets the kind and, under its success, each histogram that has seen something. */
    public void forEach(BiConsumer<String, Histogram> whenGood, BiConsumer<String, Histogram> whenBad) {
        new java.util.TreeMap<>(kinds).forEach((kind, pair) -> {
            if (pair.good != null) {
                whenGood.accept(kind, pair.good);
            }
            if (pair.bad != null) {
                whenBad.accept(kind, pair.bad);
            }
        });
    }
}
