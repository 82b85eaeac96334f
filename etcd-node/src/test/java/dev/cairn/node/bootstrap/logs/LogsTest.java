// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.logs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.node.figures.LogFields;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;

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
        Logs.fatal(LogsTest.class, "the member cannot run", "no space in \"dätä\"", null);
        JsonNode line = new ObjectMapper().readTree(lines.getFirst());
        assertThat(line.path("level").asText()).isEqualTo("fatal");
        assertThat(line.path("caller").asText()).isEqualTo("bootstrap.logs.LogsTest");
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
        Logs.fatal(LogsTest.class, "the member cannot run", "surprise", new IllegalArgumentException("surprise"));
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
    void fieldsStandBesideTheMessage() throws Exception {
        LogRecord record = new LogRecord(Level.WARNING, "apply request took too long");
        record.setParameters(new Object[] {
            new LogFields().duration("took", 1_500_000_000L).text("prefix", "").number("request count", 2)
        });
        JsonNode line = new ObjectMapper().readTree(formatter.format(record));
        assertThat(line.path("msg").asText()).isEqualTo("apply request took too long");
        assertThat(line.path("took").asText()).isEqualTo("1.5s");
        assertThat(line.path("prefix").asText()).isEmpty();
        assertThat(line.path("request count").isNumber()).isTrue();
        assertThat(new ConsoleLogFormatter().format(record))
                .endsWith("\twarn\t\tapply request took too long"
                        + "\t{\"took\":\"1.5s\",\"prefix\":\"\",\"request count\":2}\n");
    }

    @Test
    void linesGoToTheFilesThatAreNamed(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("etcd.log");
        Logger root = Logger.getLogger("");
        Handler[] handlers = root.getHandlers();
        Level before = root.getLevel();
        try {
            Logs.configure(new LogSettings(Level.INFO, true, List.of(file.toString()), null));
            Logger.getLogger("dev.cairn.node.server").info("ünder way");
        } finally {
            restore(root, before, handlers);
        }
        assertThat(Files.readString(file)).endsWith("\tinfo\tserver\tünder way\n");
    }

    private static void restore(Logger root, Level level, Handler... handlers) {
        root.setLevel(level);
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        for (Handler handler : handlers) {
            root.addHandler(handler);
        }
    }

    @Test
    void theLevelMayChangeWhileTheProcessRuns() {
        Logger root = Logger.getLogger("");
        Logger ours = Logger.getLogger("dev.cairn.node.server");
        Logger netty = Logger.getLogger("io.netty.channel");
        Level before = root.getLevel();
        Handler[] handlers = root.getHandlers();
        try {
            Logs.configure(new LogSettings(Level.SEVERE, false, List.of("default"), null));
            assertThat(ours.isLoggable(Level.WARNING)).isFalse();
            assertThat(netty.isLoggable(Level.WARNING)).isFalse();
            Logs.configure(new LogSettings(Level.FINE, false, List.of("default"), null));
            assertThat(ours.isLoggable(Level.FINE)).isTrue();
            assertThat(netty.isLoggable(Level.WARNING)).isTrue();
            assertThat(netty.isLoggable(Level.INFO)).as("a library's chatter").isFalse();
        } finally {
            restore(root, before, handlers);
        }
    }
}
