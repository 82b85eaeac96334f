// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.fault;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/** What a run is about: the kinds of faults that happen more often than others. */
public enum Aim {
    /** Each seed draws one of the others, or none of them. */
    MIXED,
    ELECTIONS(
            FaultKind.PARTITION,
            FaultKind.ONE_WAY_CUT,
            FaultKind.LEADER_TRANSFER,
            FaultKind.FLAPPING,
            FaultKind.CLOCK_PACE,
            FaultKind.PAUSE,
            FaultKind.WEATHER,
            FaultKind.RECONNECT),
    MEMBERSHIP(
            FaultKind.ADD_LEARNER,
            FaultKind.REMOVE,
            FaultKind.RESURRECT,
            FaultKind.MISSTART,
            FaultKind.WIPE,
            FaultKind.KILL,
            FaultKind.LEADER_TRANSFER),
    STORAGE(
            FaultKind.FSYNC_FAILURE,
            FaultKind.DISK_FULL,
            FaultKind.DISK_SLOW,
            FaultKind.DISK_STUCK,
            FaultKind.CORRUPTION,
            FaultKind.WIPE,
            FaultKind.POWER_CUT),
    SNAPSHOT(FaultKind.ADD_LEARNER, FaultKind.POWER_CUT, FaultKind.PARTITION, FaultKind.COMPACTION),
    LEASES(FaultKind.PAUSE, FaultKind.LEADER_TRANSFER, FaultKind.PARTITION, FaultKind.KILL, FaultKind.CLOCK_LEAP),
    WATCH(FaultKind.COMPACTION, FaultKind.KILL, FaultKind.PARTITION, FaultKind.SLOW_MEMBER),
    CRASH(FaultKind.POWER_CUT, FaultKind.KILL, FaultKind.FSYNC_FAILURE, FaultKind.RESTART),
    READS(
            FaultKind.PARTITION,
            FaultKind.ONE_WAY_CUT,
            FaultKind.FLAPPING,
            FaultKind.PAUSE,
            FaultKind.LEADER_TRANSFER,
            FaultKind.RECONNECT),
    /** Authentication is switched on, and users and roles change. */
    AUTH(FaultKind.KILL, FaultKind.POWER_CUT, FaultKind.PARTITION, FaultKind.ADD_LEARNER, FaultKind.LEADER_TRANSFER);

    private static final int EMPHASIS = 4;

    private final Map<FaultKind, Integer> weights = new EnumMap<>(FaultKind.class);
    private final int total;

    Aim(FaultKind... emphasised) {
        for (FaultKind kind : FaultKind.values()) {
            boolean more = Arrays.asList(emphasised).contains(kind);
            weights.put(kind, more ? EMPHASIS * kind.weight() : kind.weight());
        }
        total = weights.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** By its name in small letters. */
    public static Aim named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** The aim of one seed. */
    public Aim draw(RandomGenerator random) {
        return this == MIXED ? values()[random.nextInt(values().length)] : this;
    }

    public FaultKind drawKind(RandomGenerator random) {
        int left = random.nextInt(total);
        for (Map.Entry<FaultKind, Integer> each : weights.entrySet()) {
            left -= each.getValue();
            if (left < 0) {
                return each.getKey();
            }
        }
        throw new IllegalStateException("weights do not add up");
    }
}
