// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class ToolLogTest {
    private final StringWriter written = new StringWriter();
    private final Handler lines = new LoggedLines(new ToolLog(
            new PrintWriter(written), Clock.fixed(Instant.parse("2026-01-02T03:04:05.6Z"), ZoneOffset.UTC)));

    @Test
    void aWarningOfTheCodeBelowIsALineOfTheTool() {
        LogRecord record = new LogRecord(Level.WARNING, "the segment {0} is torn");
        record.setLoggerName("dev.cairn.node.wal.NewestSegment");
        record.setThrown(new IOException("short read"));
        lines.publish(record);
        assertThat(written.toString().strip())
                .isEqualTo("2026-01-02T03:04:05Z\twarn\tthe segment {0} is torn\t{\"logger\":"
                        + "\"dev.cairn.node.wal.NewestSegment\",\"error\":\"java.io.IOException: short read\"}");
    }

    @Test
    void whatIsBelowTheHandlersLevelIsNone() {
        lines.setLevel(Level.INFO);
        lines.publish(new LogRecord(Level.FINE, "a request's headers"));
        assertThat(written.toString()).isEmpty();
    }
}
