// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A table of one row in a box: headers centred, cells to the right. */
record BoxTable(List<String> headers, List<String> cells) {
    void printTo(PrintWriter out) {
        List<String> top = new ArrayList<>();
        List<String> bars = new ArrayList<>();
        for (int i = 0; i < headers.size(); i++) {
            int width = Math.max(headers.get(i).length(), cells.get(i).length());
            bars.add("─".repeat(width + 2));
            top.add(" " + centred(headers.get(i), width) + " ");
        }
        List<String> row = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            int width = bars.get(i).length() - 2;
            row.add(" " + " ".repeat(width - cells.get(i).length()) + cells.get(i) + " ");
        }
        out.println("┌" + String.join("┬", bars) + "┐");
        out.println("│" + String.join("│", top) + "│");
        out.println("├" + String.join("┼", bars) + "┤");
        out.println("│" + String.join("│", row) + "│");
        out.println("└" + String.join("┴", bars) + "┘");
    }

    private static String centred(String text, int width) {
        int left = (width - text.length()) / 2;
        return " ".repeat(left) + text + " ".repeat(width - text.length() - left);
    }
}
