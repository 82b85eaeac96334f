// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.sim.raft;

import dev.cairn.node.codec.ConfChangeCodec;
import dev.cairn.node.raft.RaftConfig;
import java.util.random.RandomGenerator;

/**
 * What is drawn once per run: size, limits, switches, speeds.
 *
 * @param radicalChanges configuration changes may take away more than one voter, or one of two. Safe, but members that
 *     are no voters any more may then be the only ones who know that, and nobody can be elected: etcd's documentation
 *     advises against it for the same reason. Such runs are checked for safety only
 */
record Settings(
        Focus focus,
        int voters,
        RaftConfig.Limits limits,
        RaftConfig.Switches switches,
        int snapshotEvery,
        int clockSkewMillis,
        boolean radicalChanges) {
    static final int TICK_MILLIS = 100;

    private static final int ELECTION_TICKS = 10;

    /** {@code wanted} is the focus, null for any. */
    static Settings draw(RandomGenerator random, Focus wanted) {
        boolean asEtcd = random.nextInt(3) > 0;
        RaftConfig.Switches switches = asEtcd
                ? RaftConfig.Switches.ETCD
                : new RaftConfig.Switches(
                        random.nextBoolean(),
                        random.nextBoolean(),
                        RaftConfig.ReadOnly.SAFE,
                        random.nextBoolean(),
                        false,
                        random.nextBoolean(),
                        false);
        boolean tight = random.nextBoolean();
        RaftConfig.Limits limits = tight
                ? new RaftConfig.Limits(random.nextInt(1, 60), random.nextInt(1, 5), 200, 400, random.nextInt(1, 100))
                : new RaftConfig.Limits(1 << 20, 512, RaftConfig.UNLIMITED, RaftConfig.UNLIMITED, 1 << 20);
        Focus drawn = Focus.values()[random.nextInt(Focus.FORKS.ordinal())];
        Focus focus = wanted == null ? drawn : wanted;
        if (focus == Focus.FORKS) {
            return forks(random, switches);
        }
        return new Settings(
                focus,
                random.nextInt(10) == 0 ? random.nextInt(1, 3) : random.nextInt(3, 6),
                limits,
                switches,
                random.nextInt(5, 60),
                random.nextInt(40),
                random.nextInt(4) < (focus == Focus.MEMBERSHIP ? 2 : 1));
    }

    /** An entry a message: what a new leader sends of earlier terms arrives without its own first entry (figure 8). */
    private static Settings forks(RandomGenerator random, RaftConfig.Switches switches) {
        RaftConfig.Limits limits = new RaftConfig.Limits(
                random.nextInt(1, 60), random.nextInt(1, 4), 2_000, 4_000, random.nextInt(20, 200));
        int voters = random.nextInt(3) == 0 ? 3 : 5;
        return new Settings(Focus.FORKS, voters, limits, switches, 60, random.nextInt(40), false);
    }

    /** Most disks are quick; a slow one lets many things be under way at once. */
    int drawSlownessMillis(RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(100, 1000);
            case 1 -> random.nextInt(20, 100);
            default -> random.nextInt(1, 20);
        };
    }

    RaftConfig config(long id, RandomGenerator random) {
        return RaftConfig.etcd(id, new RaftConfig.Timing(ELECTION_TICKS, 1), random::nextInt, ConfChangeCodec::decode)
                .withLimits(limits)
                .withSwitches(switches);
    }

    /** Clocks run at different speeds. */
    int drawTickMillis(RandomGenerator random) {
        return TICK_MILLIS + random.nextInt(-clockSkewMillis, clockSkewMillis + 1);
    }
}
