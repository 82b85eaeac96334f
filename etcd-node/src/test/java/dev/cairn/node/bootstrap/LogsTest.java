// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What ends the process is said as zap says it: level fatal, the reason under error, a trace only for what nobody foresaw. */
class LogsTest {
    private final List<String> lines = new ArrayList<>();
    private final JsonLogFormatter formatter = new JsonLogFormatter();
    private final Handler collector = new Handler() {
        @Override
        public void publish(LogRecord record) {
            lines.add(formatter.format(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(collector);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("").removeHandler(collector);
    }

    @Test
    void aReasonThatSaysAllHasNoTrace() throws Exception {
        Logs.fatal(Etcd.class, "the member cannot run", "no space in \"dätä\"", null);
        JsonNode line = new ObjectMapper().readTree(lines.getFirst());
        assertThat(line.path("level").asText()).isEqualTo("fatal");
        assertThat(line.path("caller").asText()).isEqualTo("bootstrap.Etcd");
        assertThat(line.path("msg").asText()).isEqualTo("the member cannot run");
        assertThat(line.path("error").asText()).isEqualTo("no space in \"dätä\"");
        assertThat(line.has("stacktrace")).isFalse();
    }

    @Test
    void aClientsFaultOnAStreamFillsNoLog() {
        assertThat(Logs.isNoClientsFault(new LogRecord(Level.WARNING, "Stream Error")))
                .isFalse();
        assertThat(Logs.isNoClientsFault(new LogRecord(Level.WARNING, "Exception in onHeadersRead()")))
                .isTrue();
    }

    @Test
    void whatNobodyForesawHasOne() throws Exception {
        Logs.fatal(Etcd.class, "the member cannot run", "surprise", new IllegalArgumentException("surprise"));
        JsonNode line = new ObjectMapper().readTree(lines.getFirst());
        assertThat(line.path("error").asText()).isEqualTo("surprise");
        assertThat(line.path("stacktrace").asText()).contains("IllegalArgumentException", "\tat ");
    }

    @Test
    void aLineOfTheFrameworkIsFilledIn() throws Exception {
        ExtLogRecord record =
                new ExtLogRecord(Level.WARNING, "%d of %s", ExtLogRecord.FormatStyle.PRINTF, LogsTest.class.getName());
        record.setParameters(new Object[] {2, "three"});
        record.setLoggerName("io.quarkus");
        JsonNode line = new ObjectMapper().readTree(formatter.format(record));
        assertThat(line.path("msg").asText()).isEqualTo("2 of three");
        assertThat(line.path("caller").asText()).isEqualTo("io.quarkus");
    }

    @Test
    void theLevelMayChangeWhileTheProcessRuns() {
        Logger root = Logger.getLogger("");
        Logger ours = Logger.getLogger("dev.cairn.node.server");
        Logger netty = Logger.getLogger("io.netty.channel");
        Level before = root.getLevel();
        Handler[] handlers = root.getHandlers();
        try {
            Logs.configure("error");
            assertThat(ours.isLoggable(Level.WARNING)).isFalse();
            assertThat(netty.isLoggable(Level.WARNING)).isFalse();
            Logs.configure("debug");
            assertThat(ours.isLoggable(Level.FINE)).isTrue();
            assertThat(netty.isLoggable(Level.WARNING)).isTrue();
            assertThat(netty.isLoggable(Level.INFO)).as("a library's chatter").isFalse();
        } finally {
            root.setLevel(before);
            for (Handler handler : root.getHandlers()) {
                root.removeHandler(handler);
            }
            for (Handler handler : handlers) {
                root.addHandler(handler);
            }
        }
    }
}
