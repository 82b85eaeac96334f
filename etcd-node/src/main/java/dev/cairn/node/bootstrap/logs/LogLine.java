// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.logs;

import dev.cairn.node.figures.LogFields;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;

/**
 * A line before it is written: zap's level, ts, caller and msg, then fields. With a fault, its trace is under error; what
 * ends the process has its reason there, and a trace under stacktrace where there is one.
 */
record LogLine(String level, String ts, String caller, String msg, Map<String, Object> fields) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    static LogLine of(LogRecord record, Formatter formatter) {
        Map<String, Object> fields = new LinkedHashMap<>();
        boolean fatal = record.getLevel() == FatalLevel.FATAL;
        if (fatal) {
            fields.put("error", String.valueOf(record.getParameters()[0]));
        } else if (record.getParameters() != null) {
            for (Object parameter : record.getParameters()) {
                if (parameter instanceof LogFields more) {
                    fields.putAll(more.asMap());
                }
            }
        }
        if (record.getThrown() != null) {
            StringWriter trace = new StringWriter();
            record.getThrown().printStackTrace(new PrintWriter(trace));
            fields.put(fatal ? "stacktrace" : "error", trace.toString());
        }
        return new LogLine(
                level(record.getLevel()),
                TIME.format(record.getInstant()),
                shortName(record.getLoggerName()),
                message(record, formatter),
                fields);
    }

    /** The framework's own lines come with their words still apart, as printf takes them. */
    private static String message(LogRecord record, Formatter formatter) {
        return record instanceof ExtLogRecord line ? line.getFormattedMessage() : formatter.formatMessage(record);
    }

    private static String level(Level level) {
        if (level == FatalLevel.FATAL) {
            return "fatal";
        }
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "error";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "warn";
        }
        return level.intValue() >= Level.INFO.intValue() ? "info" : "debug";
    }

    private static String shortName(String logger) {
        return logger == null ? "" : logger.replace("dev.cairn.node.", "");
    }
}
