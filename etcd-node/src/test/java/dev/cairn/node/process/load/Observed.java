// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.load;

import dev.cairn.node.sim.check.Answer;
import dev.cairn.node.sim.check.Call;
import dev.cairn.node.sim.check.Event;
import dev.cairn.node.sim.check.History;
import dev.cairn.node.sim.check.LeaseCheck;
import dev.cairn.node.sim.check.Operation;
import dev.cairn.node.sim.check.WatchSegment;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** All that the clients of one cluster saw, by many threads; and how long nobody's write was acknowledged. */
public final class Observed {
    private final History history = new History();
    private final LeaseCheck leases = new LeaseCheck();
    private long values;
    private long acknowledged;
    private long answered;
    private long lastWriteNanos;
    private long longestGapNanos;

    synchronized Operation begin(int client, String process, Call call) {
        return history.begin(client, process, call);
    }

    synchronized void answered(Operation operation, Answer answer) {
        history.answered(operation, answer);
        answered++;
        if (answer.wrote()) {
            acknowledged++;
            endGap();
        }
    }

    synchronized void refused(Operation operation) {
        history.refused(operation);
    }

    synchronized WatchSegment watch(String watcher, String prefix, long from) {
        return history.watch(watcher, prefix, from);
    }

    synchronized void told(WatchSegment segment, List<Event> events) {
        segment.response(events);
        events.stream()
                .filter(event -> event.value() == null)
                .forEach(event -> leases.keyDeleted(event.key(), nowMillis()));
    }

    synchronized String nextValue() {
        return "v" + ++values;
    }

    synchronized void leases(Consumer<LeaseCheck> use) {
        use.accept(leases);
    }

    /** Nothing more is recorded while the history is looked at. */
    public synchronized <T> T look(Function<History, T> look) {
        return look.apply(history);
    }

    /** As {@link #look}, of the leases. */
    public synchronized <T> T lookAtLeases(Function<LeaseCheck, T> look) {
        return look.apply(leases);
    }

    public synchronized long acknowledged() {
        return acknowledged;
    }

    public synchronized long answered() {
        return answered;
    }

    /** From here on the time without an acknowledged write counts. */
    synchronized void beginGaps() {
        lastWriteNanos = System.nanoTime();
        longestGapNanos = 0;
    }

    private void endGap() {
        long now = System.nanoTime();
        longestGapNanos = Math.max(longestGapNanos, now - lastWriteNanos);
        lastWriteNanos = now;
    }

    /** Since {@link #beginGaps}. */
    public synchronized long longestGapMillis() {
        return TimeUnit.NANOSECONDS.toMillis(longestGapNanos);
    }

    static long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
