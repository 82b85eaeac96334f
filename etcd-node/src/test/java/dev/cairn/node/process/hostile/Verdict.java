// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is asked of ours in each row: that it lives; that a new client is answered within five seconds of the attack's end;
 * that a normal client waited at most twice as long as at etcd, where etcd was played and lived. A wait of less than
 * half a second is never too long: that much two runs of the same differ.
 */
final class Verdict {
    static final double MAX_BACK_MILLIS = 5000;
    static final double NOISE_MILLIS = 500;
    static final double MAX_TIMES_ETCD = 2;

    private Verdict() {}

    /** A line for each breach; empty where all is well. */
    static List<String> breaches(List<Row> rows) {
        Map<String, Row> etcd = rows.stream()
                .filter(row -> row.target().equals("etcd"))
                .collect(Collectors.toMap(row -> row.attack().name(), Function.identity()));
        List<String> breaches = new ArrayList<>();
        for (Row row : rows) {
            if (row.target().equals("cairn")) {
                judge(row, etcd.get(row.attack().name()), breaches);
            }
        }
        return breaches;
    }

    private static void judge(Row ours, Row etcd, List<String> breaches) {
        String name = ours.attack().name();
        if (!ours.alive()) {
            breaches.add(name + ": not alive");
            return;
        }
        if (ours.backMillis() < 0 || ours.backMillis() > MAX_BACK_MILLIS) {
            String when = ours.backMillis() < 0 ? "never" : "only after " + seconds(ours.backMillis());
            breaches.add(name + ": back to normal " + when);
        }
        if (etcd != null && etcd.alive()) {
            double most = Math.max(NOISE_MILLIS, MAX_TIMES_ETCD * etcd.gapMillis());
            if (ours.gapMillis() > most) {
                breaches.add(String.format(
                        Locale.ROOT,
                        "%s: a gap of %s, etcd's was %s",
                        name,
                        seconds(ours.gapMillis()),
                        seconds(etcd.gapMillis())));
            }
        }
    }

    private static String seconds(double millis) {
        return String.format(Locale.ROOT, "%.3f s", millis / 1000);
    }
}
