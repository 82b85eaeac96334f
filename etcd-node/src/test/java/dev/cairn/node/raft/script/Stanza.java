// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.script;

import java.util.ArrayList;
import java.util.List;

/**
 * One command of a script with what it is expected to print. {@code preamble} are the blank and comment lines above it,
 * kept so that a script can be written back.
 */
record Stanza(int line, List<String> preamble, List<String> head, Directive directive, String expected) {
    private static final String DASHES = "----";

    static List<Stanza> parse(List<String> lines) {
        List<Stanza> stanzas = new ArrayList<>();
        List<String> preamble = new ArrayList<>();
        int at = 0;
        while (at < lines.size()) {
            if (lines.get(at).isBlank() || lines.get(at).startsWith("#")) {
                preamble.add(lines.get(at++));
                continue;
            }
            int dashes = at;
            while (dashes < lines.size() && !lines.get(dashes).equals(DASHES)) {
                dashes++;
            }
            int end = endOfOutput(lines, dashes + 1);
            stanzas.add(stanza(lines, List.copyOf(preamble), at, dashes, end));
            preamble.clear();
            at = end;
        }
        return stanzas;
    }

    /** Output ends at a blank line; output that begins with dashes itself ends at two lines of dashes. */
    private static int endOfOutput(List<String> lines, int start) {
        boolean fenced = start < lines.size() && lines.get(start).equals(DASHES);
        int end = start;
        while (end < lines.size()) {
            boolean closed = fenced
                    ? end > start
                            && lines.get(end).equals(DASHES)
                            && end + 1 < lines.size()
                            && lines.get(end + 1).equals(DASHES)
                    : lines.get(end).isEmpty();
            if (closed) {
                return fenced ? end + 2 : end;
            }
            end++;
        }
        return end;
    }

    private static Stanza stanza(List<String> lines, List<String> preamble, int from, int dashes, int end) {
        List<String> head = List.copyOf(lines.subList(from, dashes));
        int input = 1;
        StringBuilder command = new StringBuilder(head.getFirst());
        while (command.toString().endsWith("\\")) {
            command.setLength(command.length() - 1);
            command.append(head.get(input++));
        }
        String inputText = String.join("\n", head.subList(input, head.size())).trim();
        boolean fenced = dashes + 1 < end && lines.get(dashes + 1).equals(DASHES);
        List<String> output = fenced ? lines.subList(dashes + 2, end - 2) : lines.subList(dashes + 1, end);
        return new Stanza(
                from + 1, preamble, head, Directive.parse(command.toString(), inputText), String.join("\n", output));
    }

    /** The stanza with other output, as lines of a script. */
    List<String> rewritten(String output) {
        List<String> lines = new ArrayList<>(preamble);
        lines.addAll(head);
        lines.add(DASHES);
        lines.addAll(output.lines().toList());
        return lines;
    }
}
