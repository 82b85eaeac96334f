// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.fault;

import java.util.Locale;

/** What can go wrong, and what operators do meanwhile. The weight says how often it is drawn where nothing is aimed at. */
public enum FaultKind {
    POWER_CUT(6),
    POWER_CUT_AT_OPERATION(3),
    POWER_CUT_WHILE_INSTALLING(3),
    KILL(3),
    FSYNC_FAILURE(3),
    DISK_FULL(3),
    DISK_SLOW(3),
    PARTITION(6),
    ONE_WAY_CUT(3),
    RECONNECT(9),
    WEATHER(6),
    PAUSE(3),
    COMPACTION(6),
    LEADER_TRANSFER(3),
    RESTART(18),
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
