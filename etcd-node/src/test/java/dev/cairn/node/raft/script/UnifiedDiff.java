// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.script;

import java.util.List;

/** Two texts line by line: {@code -} expected only, {@code +} actual only, by longest common subsequence. */
final class UnifiedDiff {
    private UnifiedDiff() {}

    static String of(String expected, String actual) {
        List<String> before = expected.lines().toList();
        List<String> after = actual.lines().toList();
        int[][] common = commonLengths(before, after);
        StringBuilder diff = new StringBuilder("--- expected\n+++ actual\n");
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                line(diff, ' ', before.get(i++));
                j++;
            } else if (j == after.size() || i < before.size() && common[i + 1][j] >= common[i][j + 1]) {
                line(diff, '-', before.get(i++));
            } else {
                line(diff, '+', after.get(j++));
            }
        }
        return diff.toString();
    }

    private static int[][] commonLengths(List<String> before, List<String> after) {
        int[][] lengths = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                lengths[i][j] = before.get(i).equals(after.get(j))
                        ? lengths[i + 1][j + 1] + 1
                        : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
            }
        }
        return lengths;
    }

    private static void line(StringBuilder diff, char mark, String text) {
        diff.append(mark).append(text).append('\n');
    }
}
