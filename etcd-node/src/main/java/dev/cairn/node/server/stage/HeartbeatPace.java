// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import dev.cairn.node.figures.LogFields;
import dev.cairn.node.raft.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a leader's heartbeats leave in time: one to each member within twice the interval, as etcd watches them. Raft
 * loop only.
 */
public final class HeartbeatPace {
    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatPace.class);

    private final long intervalNanos;
    private final LongSupplier nanos;
    private final LongAdder late;
    private final Map<Long, Long> last = new HashMap<>();

    public HeartbeatPace(long intervalNanos, LongSupplier nanos, LongAdder late) {
        this.intervalNanos = intervalNanos;
        this.nanos = nanos;
        this.late = late;
    }

    public void sent(List<Message> messages) {
        for (Message message : messages) {
            if (message instanceof Message.Heartbeat heartbeat) {
                sent(heartbeat.to());
            }
        }
    }

    private void sent(long to) {
        long now = nanos.getAsLong();
        Long before = last.put(to, now);
        long exceeded = before == null ? 0 : now - before - 2 * intervalNanos;
        if (exceeded > 0) {
            late.increment();
            LOG.warn(
                    "leader failed to send out heartbeat on time; took too long, leader is overloaded likely from slow"
                            + " disk",
                    new LogFields()
                            .text("to", Long.toHexString(to))
                            .duration("heartbeat-interval", intervalNanos)
                            .duration("expected-duration", 2 * intervalNanos)
                            .duration("exceeded-duration", exceeded));
        }
    }

    /** Another leads, or this member anew: what came before is no measure. */
    public void reset() {
        last.clear();
    }
}
