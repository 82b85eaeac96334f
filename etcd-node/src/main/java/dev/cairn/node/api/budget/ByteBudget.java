// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.budget;

import dev.cairn.node.server.MemoryLevel;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/**
 * Every bound on the bytes that are under way for clients, as shares of the heap, {@code heapBytes}:
 *
 * <ul>
 *   <li>answers: records read for an answer, until its last byte is with the connection's socket or the call has ended;
 *       a client has at most half of them
 *   <li>events: of watch events larger than {@link #SHARED_BYTES}, what some stream has not written yet; an event that
 *       many streams have under way counts once, as it is there once
 *   <li>requests: received of HTTP/1.1 bodies that are not answered yet, and of gRPC messages that are not whole
 *   <li>calls: a gRPC call that is open, whatever it carries, counts {@link #CALL_BYTES}; a connection's first
 *       {@link OpenCalls#ALWAYS} pass
 * </ul>
 *
 * A request or answer of at most {@link #SMALL_BYTES} passes whatever the others hold.
 */
public final class ByteBudget {
    /** Pieces of this size and more are never copied for a stream. */
    public static final int SHARED_BYTES = 8 * 1024;

    /** What always passes. */
    public static final int SMALL_BYTES = 64 * 1024;

    /** What gRPC, HTTP/2 and the service keep for a call that is open and idle, as measured with watch streams. */
    public static final int CALL_BYTES = 4 * 1024;

    private final Bound answers;
    private final Supplier<MemoryLevel> memory;
    private final Events events;
    private final Bound requests;
    private final Bound calls;

    /** While memory is scarce, answers and requests have no room but what always passes. */
    public ByteBudget(long heapBytes, MeterRegistry registry, Supplier<MemoryLevel> memory) {
        this.memory = memory;
        this.answers = new Bound("answers", heapBytes / 10 * 3, registry);
        this.events = new Events(new Bound("events", heapBytes / 8, registry));
        this.requests = new Bound("requests", heapBytes / 8, registry);
        this.calls = new Bound("calls", heapBytes / 5, registry);
    }

    public Events events() {
        return events;
    }

    /** What one client's answers take. */
    public ClientAnswers client() {
        return new ClientAnswers(answers, this::isScarce);
    }

    /** The calls of one connection. */
    public OpenCalls calls() {
        return new OpenCalls(calls);
    }

    /** Takes of {@link #requests}; false where that is used up. Whoever got it gives it back. */
    public boolean tryReceive(long bytes) {
        if (!isScarce() && requests.tryTake(bytes, requests.limitBytes())) {
            return true;
        }
        requests.refused();
        return false;
    }

    private boolean isScarce() {
        return memory.get().isAtLeast(MemoryLevel.SCARCE);
    }

    public void received(long bytes) {
        requests.release(bytes);
    }
}
