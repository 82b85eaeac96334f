// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The process as Go's Prometheus client describes one, read from Linux' /proc: CPU seconds, memory, open files, start.
 * Where /proc is missing the values are NaN.
 */
public final class ProcessMetrics {
    /** Clock ticks a second in /proc; 100 on every Linux a JVM runs on. */
    private static final double TICKS_PER_SECOND = 100;

    /** The unit of memory in /proc/self/status. */
    private static final double KIBIBYTE = 1024;

    /** Fields of /proc/self/stat behind the command's name, from 0; see proc(5). */
    private static final int USER_TICKS = 11;

    private static final String RECEIVED = "InOctets";
    private static final String SENT = "OutOctets";
    /** What Go says of no limit. */
    private static final double UNLIMITED = 1.8446744073709552e19;

    private static final int SYSTEM_TICKS = 12;
    private static final int START_TICKS = 19;

    private final Path proc;

    ProcessMetrics(Path proc) {
        this.proc = proc;
    }

    public static void register(MeterRegistry registry) {
        new ProcessMetrics(Path.of("/proc")).registerWith(registry);
    }

    void registerWith(MeterRegistry registry) {
        FunctionCounter.builder("process.cpu.seconds", this, ProcessMetrics::cpuSeconds)
                .description("Total user and system CPU time spent in seconds.")
                .register(registry);
        gauge(
                registry,
                "process.resident.memory.bytes",
                "Resident memory size in bytes.",
                each -> each.memory("VmRSS:"));
        gauge(
                registry,
                "process.virtual.memory.bytes",
                "Virtual memory size in bytes.",
                each -> each.memory("VmSize:"));
        gauge(
                registry,
                "process.virtual.memory.max.bytes",
                "Maximum amount of virtual memory available in bytes.",
                ProcessMetrics::maxVirtual);
        FunctionCounter.builder("process.network.receive.bytes", this, each -> each.network(RECEIVED))
                .description("Bytes received by the host's network namespace.")
                .register(registry);
        FunctionCounter.builder("process.network.transmit.bytes", this, each -> each.network(SENT))
                .description("Bytes sent by the host's network namespace.")
                .register(registry);
        gauge(registry, "os.fd.used", "The number of used file descriptors.", ProcessMetrics::openFiles);
        gauge(registry, "os.fd.limit", "The file descriptor limit.", ProcessMetrics::maxFiles);
        gauge(registry, "process.open.fds", "Number of open file descriptors.", ProcessMetrics::openFiles);
        gauge(registry, "process.max.fds", "Maximum number of open file descriptors.", ProcessMetrics::maxFiles);
        gauge(
                registry,
                "process.start.time.seconds",
                "Start time of the process since unix epoch in seconds.",
                ProcessMetrics::startSeconds);
    }

    private void gauge(
            MeterRegistry registry, String name, String description, ToDoubleFunction<ProcessMetrics> value) {
        Gauge.builder(name, this, value).description(description).register(registry);
    }

    private double cpuSeconds() {
        String[] stat = stat();
        return stat.length <= START_TICKS
                ? Double.NaN
                : (Double.parseDouble(stat[USER_TICKS]) + Double.parseDouble(stat[SYSTEM_TICKS])) / TICKS_PER_SECOND;
    }

    private double startSeconds() {
        String[] stat = stat();
        double boot = number(proc.resolve("stat"), "btime ", 1);
        return stat.length <= START_TICKS
                ? Double.NaN
                : boot + Double.parseDouble(stat[START_TICKS]) / TICKS_PER_SECOND;
    }

    /** The command's name comes second and may hold spaces, but it ends with the last parenthesis. */
    private String[] stat() {
        String line = text(proc.resolve("self/stat"));
        int end = line.lastIndexOf(") ");
        return end < 0 ? new String[0] : line.substring(end + 2).trim().split(" ");
    }

    private double memory(String field) {
        return number(proc.resolve("self/status"), field, 1) * KIBIBYTE;
    }

    private double maxFiles() {
        return number(proc.resolve("self/limits"), "Max open files", 3);
    }

    private double maxVirtual() {
        return text(proc.resolve("self/limits"))
                .lines()
                .filter(line -> line.startsWith("Max address space"))
                .map(line -> line.trim().split("\\s+")[3])
                .mapToDouble(word -> word.equals("unlimited") ? UNLIMITED : Double.parseDouble(word))
                .findFirst()
                .orElse(Double.NaN);
    }

    /** The sum over all interfaces of a word of /proc/self/net/netstat's line of octets; see proc(5). */
    private double network(String field) {
        List<String[]> lines = text(proc.resolve("self/net/netstat"))
                .lines()
                .filter(line -> line.startsWith("IpExt:"))
                .map(line -> line.trim().split("\\s+"))
                .toList();
        if (lines.size() < 2) {
            return Double.NaN;
        }
        int at = List.of(lines.getFirst()).indexOf(field);
        return at < 0 || at >= lines.get(1).length ? Double.NaN : Double.parseDouble(lines.get(1)[at]);
    }

    private double openFiles() {
        try (Stream<Path> files = Files.list(proc.resolve("self/fd"))) {
            return files.count();
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /** The word at a place of the line that begins so. */
    private static double number(Path file, String begin, int word) {
        return text(file)
                .lines()
                .filter(line -> line.startsWith(begin))
                .map(line -> line.trim().split("\\s+")[word])
                .mapToDouble(Double::parseDouble)
                .findFirst()
                .orElse(Double.NaN);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
