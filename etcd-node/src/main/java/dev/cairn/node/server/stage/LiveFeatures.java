// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import dev.cairn.node.apply.Features;
import dev.cairn.node.wire.EtcdError;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The features as they are now. Installing a snapshot replaces them as a whole; the old store closes when its last reader
 * has left, since a native read on a closed store would bring the process down.
 */
public final class LiveFeatures implements AutoCloseable {
    private static final class Generation {
        private final Features features;
        /** Readers inside, plus one while this is the current generation. */
        private final AtomicInteger users = new AtomicInteger(1);

        private Generation(Features features) {
            this.features = features;
        }

        private boolean enter() {
            int now = users.get();
            while (now > 0) {
                if (users.compareAndSet(now, now + 1)) {
                    return true;
                }
                now = users.get();
            }
            return false;
        }

        private void leave() {
            if (users.decrementAndGet() == 0) {
                features.mvcc().close();
            }
        }
    }

    /** Holds a generation open beyond one call. */
    public final class Use implements AutoCloseable {
        private final Generation generation;

        private Use(Generation generation) {
            this.generation = generation;
        }

        public Features features() {
            return generation.features;
        }

        @Override
        public void close() {
            generation.leave();
        }
    }

    private volatile Generation current;
    private volatile boolean closed;

    public LiveFeatures(Features features) {
        current = new Generation(features);
    }

    /** For the apply thread, which alone replaces them. */
    public Features now() {
        return current.features;
    }

    public Use use() {
        while (true) {
            Generation generation = current;
            if (generation.enter()) {
                return new Use(generation);
            }
            if (closed) {
                throw EtcdError.STOPPED.exception();
            }
        }
    }

    public <T> T read(Function<Features, T> reading) {
        try (Use use = use()) {
            return reading.apply(use.features());
        }
    }

    public void replace(Features features) {
        Generation old = current;
        current = new Generation(features);
        old.leave();
    }

    @Override
    public void close() {
        closed = true;
        current.leave();
    }
}
