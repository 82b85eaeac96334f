// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import dev.cairn.node.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One member as a process in a limited memory; it may be killed by that, and can be started again. */
final class Server implements AutoCloseable {
    private static final String READY = "ready to serve client requests";
    private static final long UP_SECONDS = 90;
    private static final long STOP_SECONDS = 30;

    private final List<String> command;
    private final Path log;
    private final MemoryLimit limit;
    private final Ports ports;
    private Process process;

    /** For clients: without TLS, and with. */
    record Ports(int plain, int tls) {}

    Server(List<String> command, Path log, MemoryLimit limit, Ports ports) {
        this.command = command;
        this.log = log;
        this.limit = limit;
        this.ports = ports;
    }

    void launch() {
        try {
            Files.deleteIfExists(log);
            List<String> all = new ArrayList<>(limit.prefix());
            all.addAll(command);
            ProcessBuilder builder =
                    new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(limit.environment());
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it serves or has ended. */
    boolean awaitUp() {
        Eventually.within(UP_SECONDS, () -> "a member that serves: " + log, () -> !isAlive() || said().contains(READY));
        return isAlive();
    }

    void restart() {
        stop();
        launch();
        awaitUp();
    }

    int port() {
        return ports.plain();
    }

    int tlsPort() {
        return ports.tls();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** How it ended, for the table: of 137 the memory's limit is the cause, of 3 the JVM's own end without memory. */
    String end() {
        return isAlive() ? "" : "ended with " + process.exitValue();
    }

    /** Also enforces the limit, where no control group does. */
    Usage usage() {
        Usage usage = Usage.of(process.pid());
        if (limit.isExceededBy(usage.residentBytes())) {
            process.destroyForcibly();
        }
        return usage;
    }

    private String said() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        limit.close();
    }
}
