// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.logs;

import dev.cairn.node.bootstrap.flags.Values;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import java.util.stream.Stream;

/** Sends every log line of the process where the flags say, in UTF-8 whatever the locale. */
public final class Logs {
    private static final Logger ROOT = Logger.getLogger("");
    /** Held: a logger that nobody holds is forgotten with the level it was given. */
    private static final List<Logger> LIBRARIES = Stream.of("io.netty", "io.grpc", "io.quarkus")
            .map(Logger::getLogger)
            .toList();

    private static final Logger LISTENERS = Logger.getLogger("io.netty.bootstrap.ServerBootstrap");

    private static final Logger CALLS = Logger.getLogger("io.grpc.netty.NettyServerHandler");

    private Logs() {}

    /** As zap's last line before the process ends. {@code trace} is null where {@code why} says all there is to say. */
    public static void fatal(Class<?> caller, String what, String why, Throwable trace) {
        LogRecord record = new LogRecord(FatalLevel.FATAL, what);
        record.setLoggerName(caller.getName());
        record.setParameters(new Object[] {why});
        record.setThrown(trace);
        Logger.getLogger(caller.getName()).log(record);
        if (Arrays.stream(ROOT.getHandlers()).allMatch(FileLogHandler.class::isInstance)) {
            // Who started it by hand, or reads what a container says, looks there.
            System.err.print(new JsonLogFormatter().format(record));
        }
    }

    /** From now on; may be called again while the process runs. Throws for a file that cannot be written. */
    public static void configure(LogSettings settings) {
        List<Handler> handlers = settings.outputs().stream()
                .map(output -> handler(output, settings))
                .toList();
        for (Handler handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
        }
        handlers.forEach(ROOT::addHandler);
        Level threshold = settings.level();
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

    private static Handler handler(String output, LogSettings settings) {
        Formatter formatter = settings.console() ? new ConsoleLogFormatter() : new JsonLogFormatter();
        Handler handler = switch (output) {
            case LogSettings.DEFAULT, LogSettings.STDERR, LogSettings.JOURNAL ->
                inUtf8(new ConsoleHandler(), formatter);
            case LogSettings.STDOUT -> inUtf8(new StandardOutput(), formatter);
            default -> file(output, settings.rotation(), formatter);
        };
        handler.setLevel(settings.level());
        return handler;
    }

    private static Handler file(String path, Rotation rotation, Formatter formatter) {
        try {
            return new FileLogHandler(new RotatingFile(Path.of(path), rotation, InstantSource.system()), formatter);
        } catch (IOException | InvalidPathException e) {
            throw Values.invalid("log-outputs", path, "cannot be written: " + e.getMessage());
        }
    }

    /** The JDK has a handler for standard error alone. */
    private static final class StandardOutput extends StreamHandler {
        StandardOutput() {
            setOutputStream(System.out);
        }

        @Override
        public synchronized void publish(LogRecord record) {
            super.publish(record);
            flush();
        }

        /** Never the stream itself. */
        @Override
        public synchronized void close() {
            flush();
        }
    }

    private static Handler inUtf8(Handler handler, Formatter formatter) {
        handler.setFormatter(formatter);
        try {
            handler.setEncoding(StandardCharsets.UTF_8.name());
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("every Java platform knows UTF-8", e);
        }
        return handler;
    }
}
