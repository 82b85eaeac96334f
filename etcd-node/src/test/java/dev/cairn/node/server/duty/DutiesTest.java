// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.duty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DutiesTest {
    private final List<String> done = new ArrayList<>();

    private Duties of(int heartbeatMillis, Duty... duties) {
        return new Duties(List.of(duties), heartbeatMillis);
    }

    private Duty duty(long intervalMillis, String name) {
        return new Duty(intervalMillis, () -> done.add(name));
    }

    @Test
    void eachDutyIsDoneOnceInItsIntervalInTheirOrder() {
        Duties duties = of(100, duty(300, "slow"), Duty.always(() -> done.add("always")), duty(200, "fast"));

        for (int i = 0; i < 6; i++) {
            duties.tick();
        }

        assertThat(done)
                .containsExactly(
                        "always", "always", "fast", "slow", "always", "always", "fast", "always", "slow", "always",
                        "fast");
    }

    @Test
    void anIntervalBelowAHeartbeatIsOnceInAHeartbeat() {
        Duties duties = of(1_000, duty(500, "half"));

        duties.tick();
        duties.tick();

        assertThat(done).containsExactly("half", "half");
    }
}
