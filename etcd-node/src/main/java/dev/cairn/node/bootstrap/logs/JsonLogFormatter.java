// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.logs;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** One JSON object a line with zap's keys, as etcd's own log. */
final class JsonLogFormatter extends Formatter {
    @Override
    public String format(LogRecord record) {
        LogLine line = LogLine.of(record, this);
        StringBuilder out = new StringBuilder(160);
        out.append('{');
        append(out, "level", line.level());
        append(out.append(','), "ts", line.ts());
        append(out.append(','), "caller", line.caller());
        append(out.append(','), "msg", line.msg());
        fields(line, out);
        return out.append("}\n").toString();
    }

    static void fields(LogLine line, StringBuilder out) {
        line.fields().forEach((name, value) -> {
            out.append(',');
            if (value instanceof Number number) {
                out.append('"').append(JsonStringEncoder.getInstance().quoteAsString(name));
                out.append("\":").append(number);
            } else {
                append(out, name, value == null ? "" : value.toString());
            }
        });
    }

    static void append(StringBuilder out, String key, String value) {
        out.append('"').append(JsonStringEncoder.getInstance().quoteAsString(key));
        out.append("\":\"").append(JsonStringEncoder.getInstance().quoteAsString(value));
        out.append('"');
    }
}
