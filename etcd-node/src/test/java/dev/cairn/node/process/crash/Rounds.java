// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.crash;

import dev.cairn.node.process.cluster.RealCluster;
import dev.cairn.node.process.cluster.Setting;
import dev.cairn.node.process.load.Load;
import dev.cairn.node.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Round after round; every few rounds a new cluster, whose whole history is checked in each of its rounds. */
final class Rounds {
    private static final int ROUNDS_PER_CLUSTER = 10;
    private static final int ANSWERS_AFTER_REPAIR = 40;
    private static final long PROGRESS_SECONDS = 120;

    private final Options options;
    private final Setting setting;
    private final Strike strike;
    private final Tally tally = new Tally();

    Rounds(Options options, Setting setting, Strike strike) {
        this.options = options;
        this.setting = setting;
        this.strike = strike;
    }

    /** Stops at the first violation. */
    boolean run() {
        System.out.println(
                "seed " + options.seed() + ", " + options.rounds() + " rounds, members below " + options.directory());
        SplittableRandom random = new SplittableRandom(options.seed());
        for (int first = 1; first <= options.rounds() && tally.isClean(); first += ROUNDS_PER_CLUSTER) {
            Path directory = options.directory().resolve("from-round-" + first);
            runCluster(directory, first, random.split());
            if (tally.isClean()) {
                delete(directory);
            }
        }
        System.out.println(tally);
        return tally.isClean();
    }

    private void runCluster(Path directory, int first, SplittableRandom random) {
        RealCluster cluster = new RealCluster(setting, directory, flags(random));
        try (cluster;
                Load load = new Load(cluster)) {
            try {
                cluster.start();
                Judge judge = new Judge(cluster, load);
                int last = Math.min(options.rounds(), first + ROUNDS_PER_CLUSTER - 1);
                for (int round = first; round <= last; round++) {
                    round(round, cluster, load, judge, random.split());
                }
                judge.judgeLeases();
            } catch (AssertionError | RuntimeException violation) {
                tally.violated(violation);
                System.out.println("VIOLATION (seed " + options.seed() + ", the members are left in " + directory
                        + "): " + violation.getMessage());
                outOfReach(cluster, load);
                if (!(violation instanceof AssertionError)) {
                    violation.printStackTrace(System.out);
                }
            }
        }
    }

    /** A cluster that does not come back has lost what it acknowledged, as far as anybody can tell. */
    private static void outOfReach(RealCluster cluster, Load load) {
        if (cluster.up().size() <= cluster.members().size() / 2) {
            System.out.println(
                    "no quorum came back: " + load.observed().acknowledged() + " acknowledged writes are out of reach");
        }
    }

    /** Small logs in some clusters, so that they are released, and followers behind them get snapshots. */
    private static List<String> flags(SplittableRandom random) {
        int snapshotCount = List.of(10_000, 400, 100).get(random.nextInt(3));
        return List.of(
                "--snapshot-count=" + snapshotCount,
                "--snapshot-catchup-entries=" + Math.max(20, snapshotCount / 4),
                "--log-level=info");
    }

    private void round(int round, RealCluster cluster, Load load, Judge judge, SplittableRandom random) {
        double began = tally.seconds();
        long acknowledgedBefore = load.observed().acknowledged();
        load.start(random.split());
        String what = strike.play(cluster, random);
        cluster.awaitUp();
        long answered = load.observed().answered();
        Eventually.within(
                PROGRESS_SECONDS,
                "progress: " + ANSWERS_AFTER_REPAIR + " answers after " + what,
                () -> load.observed().answered() >= answered + ANSWERS_AFTER_REPAIR);
        load.stop();
        cluster.members().forEach(member -> member.requireAlive());
        long gapMillis = load.observed().longestGapMillis();
        long acknowledged = load.observed().acknowledged() - acknowledgedBefore;
        long revision = judge.judge();
        if (random.nextInt(4) == 0) {
            judge.compact(random.nextInt(200));
        }
        tally.round(acknowledged, gapMillis);
        System.out.printf(
                Locale.ROOT,
                "round %d/%d · %s · acknowledged %d · revision %d · longest unavailability %d ms · %.1f s of %.0f%n",
                round,
                options.rounds(),
                what,
                acknowledged,
                revision,
                gapMillis,
                tally.seconds() - began,
                tally.seconds());
    }

    private static void delete(Path tree) {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
