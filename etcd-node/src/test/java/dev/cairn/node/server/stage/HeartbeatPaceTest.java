// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.node.raft.Message;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** Heartbeats are late when twice the interval has passed, each member's by themselves. */
class HeartbeatPaceTest {
    private static final long INTERVAL = 100;

    private final AtomicLong now = new AtomicLong(1);
    private final LongAdder late = new LongAdder();
    private final HeartbeatPace pace = new HeartbeatPace(INTERVAL, now::get, late);

    private void after(long nanos, long to) {
        now.addAndGet(nanos);
        pace.sent(List.of(new Message.Heartbeat(to, 1, 2, 3, new byte[0]), new Message.TimeoutNow(9, 1, 2)));
    }

    @Test
    void twiceTheIntervalIsInTime() {
        after(0, 2);
        after(2 * INTERVAL, 2);
        assertThat(late.sum()).isZero();
    }

    @Test
    void moreIsNot() {
        after(0, 2);
        after(2 * INTERVAL + 1, 2);
        after(INTERVAL, 2);
        assertThat(late.sum()).isEqualTo(1);
    }

    @Test
    void eachMemberHasItsOwn() {
        after(0, 2);
        after(INTERVAL, 3);
        after(2 * INTERVAL, 3);
        assertThat(late.sum()).isZero();
        after(0, 2);
        assertThat(late.sum()).isEqualTo(1);
    }

    @Test
    void aTimeWithoutLeadershipDoesNotCount() {
        after(0, 2);
        pace.reset();
        after(100 * INTERVAL, 2);
        assertThat(late.sum()).isZero();
    }
}
