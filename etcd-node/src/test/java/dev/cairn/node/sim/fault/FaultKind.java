// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.fault;

import java.util.Locale;

/** What is drawn to go wrong, and what operators do meanwhile. The weight says how often, where nothing is aimed at. */
public enum FaultKind {
    POWER_CUT(8),
    KILL(3),
    FSYNC_FAILURE(3),
    DISK_FULL(3),
    DISK_SLOW(2),
    DISK_STUCK(2),
    CORRUPTION(2),
    WIPE(1),
    PAUSE(3),
    SLOW_MEMBER(2),
    CLOCK_PACE(2),
    CLOCK_LEAP(1),
    PARTITION(5),
    ONE_WAY_CUT(3),
    FLAPPING(2),
    RECONNECT(9),
    WEATHER(6),
    LEADER_TRANSFER(3),
    ADD_LEARNER(3),
    REMOVE(4),
    RESURRECT(1),
    MISSTART(4),
    COMPACTION(6),
    DOWNGRADE(1),
    BACKUP(1),
    RESTART(20),
    NOTHING(60);

    private final int weight;

    FaultKind(int weight) {
        this.weight = weight;
    }

    int weight() {
        return weight;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
