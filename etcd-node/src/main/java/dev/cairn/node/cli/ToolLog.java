// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Lines on the error output in the form that etcdutl logs: time, level, message, fields as JSON. */
public final class ToolLog {
    private final PrintWriter out;
    private final Clock clock;

    public ToolLog(PrintWriter out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /** {@code fields} in the order they are to be printed. */
    public void info(String message, Map<String, ?> fields) {
        line("info", message, fields);
    }

    void line(String level, String message, Map<String, ?> fields) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        out.println(now + "\t" + level + "\t" + message + "\t" + Printer.json(fields));
        out.flush();
    }

    /** From now on also for what the code below the tool logs, from level info on; the process' only log. */
    public void takeLoggers() {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.setLevel(Level.INFO);
        root.addHandler(new LoggedLines(this));
    }

    /** {@code totalBytes} is about what {@link ProgressLog#reached} ends with. */
    public ProgressLog progress(String what, long totalBytes) {
        return new ProgressLog(this, clock, what, totalBytes);
    }
}
