// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.progress;

import java.util.ArrayDeque;

/**
 * The window of appends that were sent and not yet acknowledged: each one's last index and payload. Bounded in messages
 * and in bytes; the message that crosses the byte bound still goes, the next does not.
 */
public final class Inflights {
    private record Sent(long lastIndex, long bytes) {}

    private final int maxMessages;
    private final long maxBytes;
    private final ArrayDeque<Sent> window = new ArrayDeque<>();
    private long bytes;

    public Inflights(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /** Adds an append that was sent; the window must not be full. */
    public void add(long lastIndex, long payloadBytes) {
        if (isFull()) {
            throw new IllegalStateException("cannot add to a full inflight window: " + window.size() + " messages");
        }
        window.addLast(new Sent(lastIndex, payloadBytes));
        bytes += payloadBytes;
    }

    /** Frees all appends that end at {@code index} or before. */
    public void freeUpTo(long index) {
        while (!window.isEmpty() && window.peekFirst().lastIndex() <= index) {
            bytes -= window.removeFirst().bytes();
        }
    }

    public void clear() {
        window.clear();
        bytes = 0;
    }

    public boolean isFull() {
        return window.size() >= maxMessages || bytes >= maxBytes;
    }

    public int messages() {
        return window.size();
    }
}
