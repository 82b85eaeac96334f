// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.logs;

import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** zap's form for people: time, level, caller and message between tabs, then the fields as JSON. */
final class ConsoleLogFormatter extends Formatter {
    @Override
    public String format(LogRecord record) {
        LogLine line = LogLine.of(record, this);
        StringBuilder out = new StringBuilder(160);
        out.append(line.ts()).append('\t').append(line.level()).append('\t').append(line.caller());
        out.append('\t').append(line.msg());
        if (!line.fields().isEmpty()) {
            StringBuilder fields = new StringBuilder();
            JsonLogFormatter.fields(line, fields);
            out.append("\t{").append(fields, 1, fields.length()).append('}');
        }
        return out.append('\n').toString();
    }
}
