// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import dev.cairn.node.bootstrap.flags.Values;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Sends every log line of the process to standard error as JSON. */
final class Logs {
    private Logs() {}

    static void configure(String level) {
        Level threshold = switch (level) {
            case "debug" -> Level.FINE;
            case "info" -> Level.INFO;
            case "warn" -> Level.WARNING;
            case "error", "panic", "fatal" -> Level.SEVERE;
            default -> throw Values.invalid("log-level", level, "expected debug, info, warn, error, panic or fatal");
        };
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        ConsoleHandler handler = new ConsoleHandler();
        handler.setFormatter(new JsonLogFormatter());
        handler.setLevel(threshold);
        root.addHandler(handler);
        root.setLevel(threshold);
        Level libraries = threshold.intValue() < Level.INFO.intValue() ? Level.INFO : threshold;
        Logger.getLogger("io.netty")
                .setLevel(Level.WARNING.intValue() > libraries.intValue() ? Level.WARNING : libraries);
        Logger.getLogger("io.grpc")
                .setLevel(Level.WARNING.intValue() > libraries.intValue() ? Level.WARNING : libraries);
    }
}
