// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.ctl.session;

import dev.cairn.node.client.ClusterClient.FailedAttempt;
import dev.cairn.node.ctl.print.GoJsonText;
import java.io.PrintStream;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lines of JSON on the error output, as etcd's Go client logs. */
public final class ClientLog {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final PrintStream err;
    private final Clock clock;
    private final String logger;

    public ClientLog(PrintStream err, Clock clock) {
        this(err, clock, "");
    }

    private ClientLog(PrintStream err, Clock clock, String logger) {
        this.err = err;
        this.clock = clock;
        this.logger = logger;
    }

    /** The same log under a name. */
    public ClientLog named(String name) {
        return new ClientLog(err, clock, name);
    }

    /** {@code fields} are names and values in turn. */
    public void info(String message, Object... fields) {
        line("info", message, fields);
    }

    public void warn(String message, Object... fields) {
        line("warn", message, fields);
    }

    void fatal(String message, Object... fields) {
        line("fatal", message, fields);
    }

    /** An attempt of the client's. */
    public void failed(FailedAttempt attempt) {
        warn(
                "retrying of unary invoker failed",
                "target",
                attempt.target(),
                "method",
                attempt.method(),
                "attempt",
                attempt.attempt(),
                "error",
                attempt.error());
    }

    private void line(String level, String message, Object... fields) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("level", level);
        line.put("ts", TIME.format(clock.instant()));
        if (!logger.isEmpty()) {
            line.put("logger", logger);
        }
        line.put("msg", message);
        for (int i = 0; i < fields.length; i += 2) {
            line.put((String) fields[i], fields[i + 1]);
        }
        err.println(GoJsonText.of(line));
    }
}
