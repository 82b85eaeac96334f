// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.logs;

import dev.cairn.node.bootstrap.flags.BadConfigException;
import dev.cairn.node.bootstrap.flags.Flags;
import dev.cairn.node.bootstrap.flags.Values;
import java.util.List;
import java.util.logging.Level;

/**
 * What the flags say about the log. {@code outputs} are {@code default}, {@code stderr}, {@code stdout}, {@code
 * systemd/journal} or files; {@code rotation} is null where files grow without end.
 */
public record LogSettings(Level level, boolean console, List<String> outputs, Rotation rotation) {
    static final String DEFAULT = "default";
    static final String STDERR = "stderr";
    static final String STDOUT = "stdout";
    /** Under systemd standard error is the journal. */
    static final String JOURNAL = "systemd/journal";

    private static final String OUTPUTS = "log-outputs";
    private static final List<String> STREAMS = List.of(DEFAULT, STDERR, STDOUT, JOURNAL);

    /** Before the flags are known. */
    public static final LogSettings BEFORE_FLAGS = new LogSettings(Level.INFO, false, List.of(DEFAULT), null);

    public LogSettings {
        outputs = List.copyOf(outputs);
    }

    /** Throws in etcd's words for what etcd refuses. */
    public static LogSettings of(Flags flags) {
        String logger = flags.string("logger");
        if (!logger.equals("zap")) {
            throw new BadConfigException("unknown logger option \"" + logger + "\"");
        }
        List<String> outputs = flags.list(OUTPUTS).isEmpty() ? List.of(DEFAULT) : flags.list(OUTPUTS);
        if (outputs.contains("")) {
            throw Values.invalid(OUTPUTS, String.join(",", outputs), "an output has no name");
        }
        if (outputs.size() > 1 && outputs.contains(DEFAULT)) {
            throw new BadConfigException("multi logoutput for \"default\" is not supported yet");
        }
        if (outputs.size() > 1 && outputs.contains(JOURNAL)) {
            throw new BadConfigException("running with systemd/journal but other '--log-outputs' values ("
                    + String.join(",", outputs) + ") are configured");
        }
        Rotation rotation = null;
        if (flags.bool("enable-log-rotation")) {
            if (outputs.stream().filter(each -> !STREAMS.contains(each)).count() != 1) {
                throw new BadConfigException(
                        "--log-outputs requires a single file path when --log-rotate-config-json is defined");
            }
            rotation = Rotation.parse(flags.string("log-rotation-config-json"));
        }
        return new LogSettings(
                threshold(flags.string("log-level")), isConsole(flags.string("log-format")), outputs, rotation);
    }

    private static boolean isConsole(String format) {
        return switch (format) {
            case "json", "" -> false;
            case "console" -> true;
            default ->
                throw new BadConfigException("unknown log format: " + format + ", supported values json, console");
        };
    }

    /** Of etcd's names; everything above an error is one here. */
    public static Level threshold(String level) {
        return switch (level) {
            case "debug" -> Level.FINE;
            case "info" -> Level.INFO;
            case "warn" -> Level.WARNING;
            case "error", "panic", "fatal" -> Level.SEVERE;
            default -> throw Values.invalid("log-level", level, "expected debug, info, warn, error, panic or fatal");
        };
    }
}
