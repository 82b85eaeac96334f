// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.raft.script;

import java.util.Locale;

/** What a command prints: indented lines, and the core's journal from a level on. At level NONE nothing is printed. */
final class Output {
    /** In ascending order of importance. */
    enum Level {
        DEBUG,
        INFO,
        WARN,
        ERROR,
        FATAL,
        NONE
    }

    private final StringBuilder text = new StringBuilder();
    private Level level = Level.DEBUG;
    private String indent = "";

    void print(String lines) {
        lines.lines().forEach(line -> text.append(indent).append(line).append('\n'));
    }

    void journal(System.Logger.Level severity, String line) {
        Level of = switch (severity) {
            case ALL, TRACE, DEBUG -> Level.DEBUG;
            case INFO -> Level.INFO;
            case WARNING -> Level.WARN;
            case ERROR, OFF -> Level.ERROR;
        };
        if (of.compareTo(level) >= 0) {
            print(of + " " + line);
        }
    }

    void indented(Runnable body) {
        String outer = indent;
        indent += "  ";
        body.run();
        indent = outer;
    }

    Level level() {
        return level;
    }

    void level(Level newLevel) {
        level = newLevel;
    }

    static Level parseLevel(String name) {
        return Level.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Everything since the last call. */
    String take() {
        String taken = level == Level.NONE ? "" : text.toString();
        text.setLength(0);
        return taken;
    }
}
