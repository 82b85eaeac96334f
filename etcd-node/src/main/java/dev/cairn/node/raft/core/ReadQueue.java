// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.core;

import dev.cairn.node.raft.Message;
import dev.cairn.node.raft.quorum.Joint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Read-index requests that wait for leadership to be confirmed (§6.4). Each gets a position; heartbeats carry the newest
 * one, and who echoes it has thereby confirmed that position and all before it. So a position is confirmed the way an
 * index is committed: when a quorum has reached it.
 *
 * <pre>
 * requests at 1 2 3, echoes: a = 3 (this leader), b = 2, c = none  →  1 and 2 are answered
 * </pre>
 */
final class ReadQueue {
    /** A request and the commit index when it arrived. */
    record Pending(long position, long index, Message.ReadIndex request) {}

    /** Requests that came before the leader committed an entry of its term. */
    private final List<Message.ReadIndex> early = new ArrayList<>();

    private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
    private final Map<Long, Long> echoed = new HashMap<>();
    private long lastPosition;

    void postpone(Message.ReadIndex request) {
        early.add(request);
    }

    List<Message.ReadIndex> takePostponed() {
        List<Message.ReadIndex> taken = List.copyOf(early);
        early.clear();
        return taken;
    }

    /** Queues a request; the leader itself confirms it at once. */
    void add(long leader, long commitIndex, Message.ReadIndex request) {
        lastPosition++;
        waiting.addLast(new Pending(lastPosition, commitIndex, request));
        echoed.put(leader, lastPosition);
    }

    /** What heartbeats carry: the newest position, or nothing when nobody waits. */
    byte[] heartbeatContext() {
        if (waiting.isEmpty()) {
            return new byte[0];
        }
        byte[] context = new byte[Long.BYTES];
        for (int i = 0; i < Long.BYTES; i++) {
            context[i] = (byte) (lastPosition >>> i * Byte.SIZE);
        }
        return context;
    }

    /** A member echoed a heartbeat's context. */
    void echo(long member, byte[] context) {
        if (context.length != Long.BYTES) {
            return;
        }
        long position = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            position |= (context[i] & 0xFFL) << i * Byte.SIZE;
        }
        if (position > 0 && position <= lastPosition) {
            echoed.merge(member, position, Math::max);
        }
    }

    /** The requests that a quorum has confirmed by now, in order. */
    List<Pending> takeConfirmed(Joint voters) {
        if (waiting.isEmpty()) {
            return List.of();
        }
        long confirmed = voters.committed(id -> echoed.getOrDefault(id, 0L));
        List<Pending> taken = new ArrayList<>();
        while (!waiting.isEmpty() && waiting.peekFirst().position() <= confirmed) {
            taken.add(waiting.removeFirst());
        }
        return taken;
    }
}
