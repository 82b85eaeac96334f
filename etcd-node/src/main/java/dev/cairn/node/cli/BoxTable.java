// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table in a box: headers centred, cells to the right. */
public record BoxTable(List<String> headers, List<List<String>> rows) {
    public void printTo(PrintWriter out) {
        List<Integer> widths =
                IntStream.range(0, headers.size()).mapToObj(this::width).toList();
        out.println(border(widths, "┌", "┬", "┐"));
        out.println(IntStream.range(0, widths.size())
                .mapToObj(i -> centred(headers.get(i), widths.get(i)))
                .collect(Collectors.joining(" │ ", "│ ", " │")));
        if (!rows.isEmpty()) {
            out.println(border(widths, "├", "┼", "┤"));
        }
        for (List<String> row : rows) {
            out.println(IntStream.range(0, widths.size())
                    .mapToObj(i -> " ".repeat(widths.get(i) - length(row.get(i))) + row.get(i))
                    .collect(Collectors.joining(" │ ", "│ ", " │")));
        }
        out.println(border(widths, "└", "┴", "┘"));
    }

    private int width(int column) {
        return IntStream.concat(
                        IntStream.of(length(headers.get(column))),
                        rows.stream().mapToInt(row -> length(row.get(column))))
                .max()
                .orElseThrow();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String border(List<Integer> widths, String left, String middle, String right) {
        return widths.stream().map(width -> "─".repeat(width + 2)).collect(Collectors.joining(middle, left, right));
    }

    private static String centred(String text, int width) {
        int left = (width - text.length()) / 2;
        return " ".repeat(left) + text + " ".repeat(width - text.length() - left);
    }
}
