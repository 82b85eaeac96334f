// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.budget;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/** One bound in bytes: how much is taken, and how often somebody was refused. Any thread. */
public final class Bound {
    private final long limitBytes;
    private final AtomicLong used = new AtomicLong();
    private final Counter refusals;

    Bound(String kind, long limitBytes, MeterRegistry registry) {
        this.limitBytes = limitBytes;
        Gauge.builder("cairn_client_bytes", used, AtomicLong::get)
                .description("Bytes under way for clients.")
                .tag("kind", kind)
                .register(registry);
        Gauge.builder("cairn_client_limit_bytes", () -> limitBytes)
                .description("How many bytes may be under way for clients.")
                .tag("kind", kind)
                .register(registry);
        this.refusals = Counter.builder("cairn_client_refusals_total")
                .description("Requests, streams and connections that met a bound.")
                .tag("kind", kind)
                .register(registry);
    }

    public long limitBytes() {
        return limitBytes;
    }

    public boolean hasRoom() {
        return used.get() < limitBytes;
    }

    /** Takes the bytes if they fit below {@code atMost}, all or none. */
    boolean tryTake(long bytes, long atMost) {
        if (used.addAndGet(bytes) <= atMost) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    /** Takes bytes that are there already. */
    void take(long bytes) {
        used.addAndGet(bytes);
    }

    void release(long bytes) {
        used.addAndGet(-bytes);
    }

    void refused() {
        refusals.increment();
    }
}
