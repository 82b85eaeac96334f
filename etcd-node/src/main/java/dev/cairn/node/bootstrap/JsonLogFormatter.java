// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;

/**
 * One JSON object a line with zap's keys, as etcd's own log: level, ts, caller, msg and, with a fault, its trace under
 * error. What ends the process has its reason there, and a trace under stacktrace where there is one.
 */
final class JsonLogFormatter extends Formatter {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    @Override
    public String format(LogRecord record) {
        StringBuilder line = new StringBuilder(160);
        line.append("{\"level\":\"").append(level(record.getLevel()));
        line.append("\",\"ts\":\"").append(TIME.format(record.getInstant()));
        line.append("\",\"caller\":\"").append(shortName(record.getLoggerName()));
        line.append("\",\"msg\":\"").append(JsonStringEncoder.getInstance().quoteAsString(message(record)));
        boolean fatal = record.getLevel() == Logs.FATAL;
        if (fatal) {
            append(line, "error", String.valueOf(record.getParameters()[0]));
        }
        if (record.getThrown() != null) {
            StringWriter trace = new StringWriter();
            record.getThrown().printStackTrace(new PrintWriter(trace));
            append(line, fatal ? "stacktrace" : "error", trace.toString());
        }
        return line.append("\"}\n").toString();
    }

    /** The framework's own lines come with their words still apart, as printf takes them. */
    private String message(LogRecord record) {
        return record instanceof ExtLogRecord line ? line.getFormattedMessage() : formatMessage(record);
    }

    private static void append(StringBuilder line, String key, String value) {
        line.append("\",\"")
                .append(key)
                .append("\":\"")
                .append(JsonStringEncoder.getInstance().quoteAsString(value));
    }

    private static String level(Level level) {
        if (level == Logs.FATAL) {
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
