// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import dev.cairn.node.bootstrap.flags.Values;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Sends every log line of the process to standard error as JSON, in UTF-8 whatever the locale. */
final class Logs {
    /** What ends the process; above all thresholds. */
    static final Level FATAL = new FatalLevel();

    private static final Logger ROOT = Logger.getLogger("");
    /** Held: a logger that nobody holds is forgotten with the level it was given. */
    private static final List<Logger> LIBRARIES = Stream.of("io.netty", "io.grpc", "io.quarkus")
            .map(Logger::getLogger)
            .toList();

    private static final Logger LISTENERS = Logger.getLogger("io.netty.bootstrap.ServerBootstrap");

    private static final Logger CALLS = Logger.getLogger("io.grpc.netty.NettyServerHandler");

    private Logs() {}

    private static final class FatalLevel extends Level {
        private static final long serialVersionUID = 1L;

        FatalLevel() {
            super("FATAL", SEVERE.intValue() + 100);
        }
    }

    /** As zap's last line before the process ends. {@code trace} is null where {@code why} says all there is to say. */
    static void fatal(Class<?> caller, String what, String why, Throwable trace) {
        LogRecord record = new LogRecord(FATAL, what);
        record.setLoggerName(caller.getName());
        record.setParameters(new Object[] {why});
        record.setThrown(trace);
        Logger.getLogger(caller.getName()).log(record);
    }

    /** Of etcd's names; everything above an error is one here. */
    static Level threshold(String level) {
        return switch (level) {
            case "debug" -> Level.FINE;
            case "info" -> Level.INFO;
            case "warn" -> Level.WARNING;
            case "error", "panic", "fatal" -> Level.SEVERE;
            default -> throw Values.invalid("log-level", level, "expected debug, info, warn, error, panic or fatal");
        };
    }

    /** From now on; may be called again while the process runs. */
    static void configure(String level) {
        Level threshold = threshold(level);
        for (Handler handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
        }
        ROOT.addHandler(console(threshold));
        ROOT.setLevel(threshold);
        Level libraries = threshold.intValue() > Level.WARNING.intValue() ? threshold : Level.WARNING;
        LIBRARIES.forEach(library -> library.setLevel(libraries));
        // gRPC asks for TCP's keep-alive on every accepted connection, and Netty says of each unix socket that it has
        // none.
        LISTENERS.setFilter(record -> !record.getMessage().startsWith("Unknown channel option"));
        CALLS.setFilter(Logs::isNoClientsFault);
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            LogRecord record = new LogRecord(Level.SEVERE, "uncaught in thread " + thread.getName());
            record.setLoggerName(Logs.class.getName());
            record.setThrown(failure);
            Logger.getLogger(Logs.class.getName()).log(record);
        });
    }

    /** What a client does wrong on a stream it is told there; a line with a trace for each would be its to fill the disk. */
    static boolean isNoClientsFault(LogRecord record) {
        return !"Stream Error".equals(record.getMessage());
    }

    private static Handler console(Level threshold) {
        ConsoleHandler handler = new ConsoleHandler();
        handler.setFormatter(new JsonLogFormatter());
        handler.setLevel(threshold);
        try {
            handler.setEncoding(StandardCharsets.UTF_8.name());
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("every Java platform knows UTF-8", e);
        }
        return handler;
    }
}
