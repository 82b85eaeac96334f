// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.server.duty;

import java.util.List;

/** Does each duty when its time has come, in their order. Time is counted in heartbeats. */
public final class Duties {
    private final List<Duty> duties;
    private final int heartbeatMillis;
    private long ticks;

    public Duties(List<Duty> duties, int heartbeatMillis) {
        this.duties = List.copyOf(duties);
        this.heartbeatMillis = heartbeatMillis;
    }

    /** One heartbeat interval has passed. */
    public void tick() {
        ticks++;
        for (Duty duty : duties) {
            long every = Math.max(1, duty.intervalMillis() / heartbeatMillis);
            if (ticks % every == 0) {
                duty.run().run();
            }
        }
    }
}
