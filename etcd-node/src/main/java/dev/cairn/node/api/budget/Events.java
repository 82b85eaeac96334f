// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.api.budget;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Large events that streams have under way. A piece counts once, however many streams hold it. Streams that find no room
 * wait in the order in which they came, and hold nothing meanwhile. Any thread.
 */
public final class Events {
    /** For so many ticks without room, while others wait, the connection that holds an event for longest is kept. */
    static final int PATIENCE_TICKS = 50;

    private final Bound bound;
    private final Map<byte[], Integer> holders = new IdentityHashMap<>();
    /** In the order in which they began. */
    private final Map<Object, Runnable> underWay = new LinkedHashMap<>();

    private final Map<Object, Runnable> waiting = new LinkedHashMap<>();
    private int ticksWithoutRoom;

    Events(Bound bound) {
        this.bound = bound;
    }

    public boolean hasRoom() {
        return bound.hasRoom();
    }

    /** {@code wake} runs once, when there is room; a stream that waits already keeps its place. */
    public void await(Object stream, Runnable wake) {
        synchronized (this) {
            if (!bound.hasRoom()) {
                waiting.putIfAbsent(stream, wake);
                return;
            }
        }
        wake.run();
    }

    public synchronized void forget(Object stream) {
        waiting.remove(stream);
    }

    /** A stream begins to hold a piece as part of {@code transfer}; {@code cutOff} ends its connection. */
    public synchronized void hold(byte[] piece, Object transfer, Runnable cutOff) {
        if (holders.merge(piece, 1, Integer::sum) == 1) {
            bound.take(piece.length);
        }
        underWay.putIfAbsent(transfer, cutOff);
    }

    /** What was copied for {@code transfer}, and so counts for each. */
    public synchronized void holdCopy(long bytes, Object transfer, Runnable cutOff) {
        bound.take(bytes);
        underWay.putIfAbsent(transfer, cutOff);
    }

    /** The transfer is over, one way or another. */
    public void release(Object transfer, Iterable<byte[]> pieces, long copiedBytes) {
        Runnable next = null;
        synchronized (this) {
            for (byte[] piece : pieces) {
                if (holders.merge(piece, -1, Integer::sum) == 0) {
                    holders.remove(piece);
                    bound.release(piece.length);
                }
            }
            bound.release(copiedBytes);
            underWay.remove(transfer);
            if (bound.hasRoom()) {
                next = firstWaiting();
            }
        }
        if (next != null) {
            next.run();
        }
    }

    private Runnable firstWaiting() {
        var first = waiting.entrySet().iterator();
        if (!first.hasNext()) {
            return null;
        }
        Runnable wake = first.next().getValue();
        first.remove();
        return wake;
    }

    /** Call it with every raft tick: whoever waits is woken, or who takes up the room is cut off. */
    public void onTick() {
        Runnable act = null;
        synchronized (this) {
            ticksWithoutRoom = waiting.isEmpty() || bound.hasRoom() ? 0 : ticksWithoutRoom + 1;
            if (bound.hasRoom()) {
                act = firstWaiting();
            } else if (ticksWithoutRoom >= PATIENCE_TICKS && !underWay.isEmpty()) {
                bound.refused();
                act = underWay.values().iterator().next();
            }
        }
        if (act != null) {
            act.run();
        }
    }
}
