// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What somebody may have meant who mistyped a command. */
final class Suggestions {
    private static final int LETTERS = 2;

    private Suggestions() {}

    static void print(ParameterException failure, PrintWriter err) {
        if (!(failure instanceof UnmatchedArgumentException unmatched)) {
            return;
        }
        String typed = unmatched.getUnmatched().getFirst().toLowerCase(Locale.ROOT);
        List<String> near = failure.getCommandLine().getSubcommands().keySet().stream()
                .filter(name -> distance(typed, name) <= LETTERS || name.startsWith(typed))
                .toList();
        if (!near.isEmpty()) {
            err.println();
            err.println("Did you mean this?");
            near.forEach(name -> err.println("\t" + name));
            err.println();
        }
    }

    /** Letters to change, to add and to leave out between two words. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int above = row[j];
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? diagonal : diagonal + 1;
                row[j] = Math.min(change, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[other.length()];
    }
}
