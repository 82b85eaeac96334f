// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Runs one script file and compares, or writes back what came out. */
final class ScriptRun {
    /** Whatever understands the commands of a script. */
    @FunctionalInterface
    interface Interpreter {
        String run(Directive directive);
    }

    /** A command whose output is not the expected one. */
    record Mismatch(Path file, int line, String command, String expected, String actual) {
        @Override
        public String toString() {
            return file + ":" + line + ": " + command + "\n" + UnifiedDiff.of(expected, actual);
        }
    }

    private static final Pattern LOG_LINE = Pattern.compile("(?m)^\\s*(DEBUG|INFO|WARN|ERROR) .*(\\R|\\z)");

    /** Leaves out what etcd's library logs on the way: its wording is no behaviour. */
    static final UnaryOperator<String> WITHOUT_LOG =
            output -> orOk(LOG_LINE.matcher(output).replaceAll(""));

    static final UnaryOperator<String> WITH_LOG = ScriptRun::orOk;

    private final Path file;
    private final Interpreter interpreter;
    private final UnaryOperator<String> normalize;
    private int commands;

    ScriptRun(Path file, Interpreter interpreter, UnaryOperator<String> normalize) {
        this.file = file;
        this.interpreter = interpreter;
        this.normalize = normalize;
    }

    private static String orOk(String output) {
        return output.isBlank() ? "ok" : output.stripTrailing();
    }

    List<Mismatch> compare() throws IOException {
        List<Mismatch> mismatches = new ArrayList<>();
        for (Stanza stanza : Stanza.parse(Files.readAllLines(file))) {
            String expected = normalize.apply(stanza.expected());
            String actual = normalize.apply(outputOf(stanza));
            if (!expected.equals(actual)) {
                mismatches.add(new Mismatch(file, stanza.line(), stanza.head().getFirst(), expected, actual));
            }
        }
        return mismatches;
    }

    void rewrite() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Stanza stanza : Stanza.parse(Files.readAllLines(file))) {
            lines.addAll(stanza.rewritten(normalize.apply(outputOf(stanza))));
        }
        Files.write(file, lines);
    }

    private String outputOf(Stanza stanza) {
        commands++;
        try {
            return interpreter.run(stanza.directive());
        } catch (IllegalStateException broken) {
            return "panic: " + broken.getMessage();
        }
    }

    int commands() {
        return commands;
    }
}
