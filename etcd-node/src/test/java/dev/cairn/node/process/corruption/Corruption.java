// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.corruption;

import dev.cairn.node.testkit.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * {@code make corruption-test}: prints a table of file, damage and outcome, and fails on silent loss, on a member that
 * hangs, and on a refusal that does not name the file and a remedy. The first argument is a regular expression of the
 * files to damage, below the data directory; without it all are.
 */
public final class Corruption {
    private static final String LEGEND = """

            (1) What was synced last cannot be told from a write that a power cut tore, where whole sectors of the last
                segment's end read zero. As in etcd the log is taken to end there; the member says so in its log and keeps
                a copy of the segment as .broken. In a cluster the leader sends again what is missing.
            Not tried: the whole directory member/ removed. That is an empty disk, and as in etcd the flags decide whether
            it founds a cluster or joins one.
            Read without a check by nobody, so that any damage to them is a recovery: LOG, OPTIONS, IDENTITY, LOCK of the
            store, and the member's own lock file.
            """;

    private final Map<Trial.Verdict, Integer> verdicts = new EnumMap<>(Trial.Verdict.class);

    private Corruption() {}

    public static void main(String... arguments) throws IOException {
        Path workshop = Files.createTempDirectory(Path.of("target"), "corruption");
        try {
            Corruption corruption = new Corruption();
            corruption.run(workshop.toAbsolutePath(), Pattern.compile(arguments.length > 0 ? arguments[0] : ""));
            System.exit(corruption.summary() ? 0 : 1);
        } finally {
            FileTree.delete(workshop);
        }
    }

    private void run(Path workshop, Pattern wanted) throws IOException {
        System.out.println("filling a data directory");
        Directory pristine = Directory.fill(workshop.resolve("pristine"));
        Trial trial = new Trial(pristine, workshop);
        System.out.printf("%-58s %-24s %s%n", "file", "damage", "outcome");
        for (Path file : pristine.files()) {
            Path name = pristine.path().relativize(file);
            for (Damage damage : wanted.matcher(name.toString()).find() ? Damage.of(file) : List.<Damage>of()) {
                Trial.Outcome outcome = trial.of(file, damage);
                verdicts.merge(outcome.verdict(), 1, Integer::sum);
                System.out.printf(
                        "%-58s %-24s %s%n",
                        name,
                        damage,
                        (outcome.verdict() + ": " + outcome.words())
                                .replace(workshop + "/damaged/", "")
                                .replaceAll(": $", ""));
            }
        }
        System.out.print(LEGEND);
    }

    private int count(Trial.Verdict... which) {
        int sum = 0;
        for (Trial.Verdict each : which) {
            sum += verdicts.getOrDefault(each, 0);
        }
        return sum;
    }

    /** True if all is well. */
    private boolean summary() {
        int failures = verdicts.keySet().stream()
                .filter(Trial.Verdict::isFailure)
                .mapToInt(this::count)
                .sum();
        System.out.printf(
                "%n%d cases · recovered %d · refused %d · silent loss %d%n",
                count(Trial.Verdict.values()),
                count(Trial.Verdict.RECOVERED, Trial.Verdict.TORN),
                count(Trial.Verdict.REFUSED, Trial.Verdict.REFUSED_UNCLEARLY),
                count(Trial.Verdict.LOST));
        System.out.printf(
                "of the recovered %d torn (1); of the refused %d without file or remedy; %d hung%n",
                count(Trial.Verdict.TORN), count(Trial.Verdict.REFUSED_UNCLEARLY), count(Trial.Verdict.HUNG));
        return failures == 0;
    }
}
