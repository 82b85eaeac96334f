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
            FaultKind.PAUSE,
            FaultKind.WEATHER,
            FaultKind.RECONNECT),
    MEMBERSHIP(FaultKind.KILL, FaultKind.POWER_CUT),
    STORAGE(FaultKind.FSYNC_FAILURE, FaultKind.DISK_FULL, FaultKind.DISK_SLOW, FaultKind.POWER_CUT_AT_OPERATION),
    SNAPSHOT(FaultKind.POWER_CUT_WHILE_INSTALLING, FaultKind.PARTITION, FaultKind.COMPACTION),
    LEASES(FaultKind.PAUSE, FaultKind.LEADER_TRANSFER, FaultKind.PARTITION),
    WATCH(FaultKind.COMPACTION, FaultKind.KILL, FaultKind.PARTITION),
    CRASH(FaultKind.POWER_CUT, FaultKind.POWER_CUT_AT_OPERATION, FaultKind.KILL, FaultKind.RESTART),
    READS(FaultKind.PARTITION, FaultKind.ONE_WAY_CUT, FaultKind.PAUSE, FaultKind.RECONNECT);

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
