// SPDX-License-Identifier: Apache-2.0
package dev.cairn.e2e.etcdctl;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What etcd's tools print with {@code -w table}; they draw it with ASCII or with box characters, by their version. */
final class Table {
    private Table() {}

    /** A map for each row, by the header's words. */
    static List<Map<String, String>> rows(String text) {
        List<List<String>> lines = text.lines()
                .filter(line -> line.startsWith("│") || line.startsWith("|"))
                .map(Table::cells)
                .toList();
        List<String> header = lines.getFirst();
        return lines.stream().skip(1).map(line -> row(header, line)).toList();
    }

    private static Map<String, String> row(List<String> header, List<String> line) {
        Map<String, String> row = new HashMap<>();
        IntStream.range(0, Math.min(header.size(), line.size())).forEach(i -> row.put(header.get(i), line.get(i)));
        return row;
    }

    private static List<String> cells(String line) {
        String inner = line.strip().replace('│', '|');
        return Arrays.stream(inner.substring(1, inner.length() - 1).split("\\|", -1))
                .map(String::strip)
                .toList();
    }
}
