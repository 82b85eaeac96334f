// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import java.util.List;
import java.util.Locale;

/**
 * What one attack did to the members of one target. Usage is before, at the peak, and after a rest.
 *
 * @param alive they run and answer after the rest
 * @param backMillis from the attack's end until the first answer to a new client; negative where none came
 */
record Row(
        Attack attack,
        String target,
        int memoryMiB,
        boolean alive,
        double gapMillis,
        double p99Millis,
        double backMillis,
        List<Usage> usage,
        double seconds,
        String note) {
    private static final String FORMAT = "%-22s %6s %-6s %-5s %8s %8s %8s %15s %12s %14s %5s  %s";
    private static final double MILLIS_PER_SECOND = 1000;

    static String head() {
        return String.format(
                Locale.ROOT,
                FORMAT,
                "case",
                "MiB",
                "target",
                "alive",
                "gap s",
                "p99 s",
                "back s",
                "resident MiB",
                "threads",
                "descriptors",
                "took",
                "");
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                FORMAT,
                attack.name(),
                memoryMiB,
                target,
                alive ? "yes" : "DEAD",
                inSeconds(gapMillis),
                inSeconds(p99Millis),
                backMillis < 0 ? "never" : inSeconds(backMillis),
                each(Usage::mebibytes),
                each(Usage::threads),
                each(Usage::descriptors),
                String.format(Locale.ROOT, "%.0f", seconds),
                note);
    }

    private static String inSeconds(double millis) {
        return String.format(Locale.ROOT, "%.3f", millis / MILLIS_PER_SECOND);
    }

    private String each(java.util.function.ToLongFunction<Usage> what) {
        return String.join(
                "/",
                usage.stream().map(one -> String.valueOf(what.applyAsLong(one))).toList());
    }
}
