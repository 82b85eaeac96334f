// SPDX-License-Identifier: Apache-2.0
package dev.cairn.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs beside a test, what it prints appended to a file. It is signalled by its own id only, and does not
 * outlive this JVM.
 */
public final class ChildProcess implements AutoCloseable {
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private static final long STOP_SECONDS = 60;

    private final Process process;
    private final Path log;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** The environment is added to ours. */
    public static ChildProcess start(Path log, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            Process started = builder.start();
            RUNNING.add(started);
            started.onExit().thenAccept(RUNNING::remove);
            return new ChildProcess(started, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ChildProcess start(Path log, String... command) {
        return start(log, Map.of(), List.of(command));
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Of a program that has ended; 128 and the signal's number where one ended it. */
    public int exitCode() {
        return process.exitValue();
    }

    /** All that was printed so far, also by those before it with the same file. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGTERM, and SIGKILL where that does not end it; the exit code. */
    public int stop() {
        return stop(STOP_SECONDS);
    }

    /** The same with as much patience. */
    public int stop(long seconds) {
        terminate();
        if (!endsWithin(seconds)) {
            kill();
        }
        return process.exitValue();
    }

    /** SIGKILL. */
    public void kill() {
        strike();
        if (!endsWithin(STOP_SECONDS)) {
            throw new IllegalStateException("process " + process.pid() + " survives SIGKILL");
        }
    }

    /** SIGTERM without waiting. */
    public void terminate() {
        process.destroy();
    }

    /** SIGKILL without waiting. */
    public void strike() {
        process.destroyForcibly();
    }

    public boolean endsWithin(long seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while process " + process.pid() + " ended", e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
    }
}
