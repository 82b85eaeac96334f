// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** Lines of the code below a tool (a torn log segment, a bucket's retry) in the form of the tool's own. */
final class LoggedLines extends Handler {
    private final ToolLog log;

    LoggedLines(ToolLog log) {
        this.log = log;
    }

    @Override
    public void publish(LogRecord record) {
        if (!isLoggable(record)) {
            return;
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("logger", String.valueOf(record.getLoggerName()));
        if (record.getThrown() != null) {
            fields.put("error", record.getThrown().toString());
        }
        log.line(level(record.getLevel()), record.getMessage(), fields);
    }

    private static String level(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "error";
        }
        return level.intValue() >= Level.WARNING.intValue() ? "warn" : "info";
    }

    /** Every line was flushed when it was written. */
    @Override
    public void flush() {}

    @Override
    public void close() {}
}
