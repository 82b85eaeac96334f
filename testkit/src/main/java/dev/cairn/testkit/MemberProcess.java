// SPDX-License-Identifier: Apache-2.0
package dev.cairn.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * A member, ours or real etcd, as a process on its data directory: started, stopped or killed, and started again, with ports
 * of its own. It always has a metrics URL too, plain HTTP whatever the other ones speak, at which it is asked whether it is
 * ready. Started and ended by one thread.
 */
public final class MemberProcess implements AutoCloseable {
    private static final String PUBLISHED = "ready to serve client requests";
    private static final long READY_SECONDS = 180;
    private static final long LOOK_MILLIS = 5;
    private static final int ASK_MILLIS = 2000;
    private static final int END_OF_LOG = 4000;
    private static final int PAGE_BYTES = 4096;
    /** What the kernel counts processor time in, for every program on Linux. */
    private static final double TICKS_PER_SECOND = 100;

    private final List<String> command;
    private final Path dataDir;
    private final List<String> flags = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private String name = "default";
    private String clientUrl = "http://127.0.0.1:" + Ports.free();
    private String peerUrl = "http://127.0.0.1:" + Ports.free();
    private String metricsUrl = "http://127.0.0.1:" + Ports.free();
    private Path log;
    private long logFrom;
    private ChildProcess process;

    /** @param command the program and what comes before its flags */
    public MemberProcess(List<String> command, Path dataDir) {
        this.command = command;
        this.dataDir = dataDir;
        this.log = dataDir.resolveSibling(dataDir.getFileName() + ".log");
    }

    public MemberProcess named(String given) {
        name = given;
        return this;
    }

    /** Listens there and is found there, unless flags say something else. */
    public MemberProcess at(String clients, String peers) {
        clientUrl = clients;
        peerUrl = peers;
        return this;
    }

    /** Where it is asked about itself, if that is not this machine's loopback address. */
    public MemberProcess measuredAt(String url) {
        metricsUrl = url;
        return this;
    }

    /** More flags; of one that is given twice the last one counts. */
    public MemberProcess with(String... more) {
        flags.addAll(List.of(more));
        return this;
    }

    public MemberProcess withEnvironment(Map<String, String> more) {
        environment.putAll(more);
        return this;
    }

    /** What the next life says is appended there; without this, beside the data directory. */
    public MemberProcess loggingTo(Path file) {
        log = file;
        return this;
    }

    /** All of these found a cluster together. */
    public static void found(List<MemberProcess> members) {
        String cluster =
                members.stream().map(each -> each.name + "=" + each.peerUrl).collect(Collectors.joining(","));
        members.forEach(each -> each.with("--initial-cluster=" + cluster));
    }

    /** All it is given, its own flags and those added. */
    public List<String> arguments() {
        List<String> all = new ArrayList<>(List.of(
                "--name=" + name,
                "--data-dir=" + dataDir,
                "--listen-client-urls=" + clientUrl,
                "--advertise-client-urls=" + clientUrl,
                "--listen-peer-urls=" + peerUrl,
                "--initial-advertise-peer-urls=" + peerUrl,
                "--listen-metrics-urls=" + metricsUrl));
        all.addAll(flags);
        return all;
    }

    /** Starts the process, and does not wait. */
    public MemberProcess launch() {
        try {
            logFrom = Files.exists(log) ? Files.size(log) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> all = new ArrayList<>(command);
        all.addAll(arguments());
        process = ChildProcess.start(log, environment, all);
        return this;
    }

    /** Returns once it is ready. */
    public MemberProcess start() {
        return launch().awaitReady();
    }

    public MemberProcess awaitReady() {
        if (!isReadyWithin(READY_SECONDS)) {
            throw new AssertionError(name + " ended before it was ready:\n" + endOfLog());
        }
        return this;
    }

    /** False once it has ended instead. */
    public boolean isReadyWithin(long seconds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!isReady()) {
            if (!isAlive()) {
                return false;
            }
            if (System.nanoTime() - deadline >= 0) {
                throw new AssertionError(name + " is not ready after " + seconds + " s:\n" + endOfLog());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        }
        return true;
    }

    /** Answers a linearizable read, which a learner does, too. */
    public boolean isReady() {
        return isAlive() && answersOk("/readyz/linearizable_read");
    }

    /** Says that it serves: the cluster knows its name by then. Only where its log level is info. */
    public boolean isPublished() {
        return log().contains(PUBLISHED);
    }

    private boolean answersOk(String path) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(metricsUrl + path).toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(ASK_MILLIS);
            connection.setReadTimeout(ASK_MILLIS);
            boolean ok = connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            connection.disconnect();
            return ok;
        } catch (IOException notYet) {
            return false;
        }
    }

    public String name() {
        return name;
    }

    public Path dataDir() {
        return dataDir;
    }

    public String clientUrl() {
        return clientUrl;
    }

    public String peerUrl() {
        return peerUrl;
    }

    public int clientPort() {
        return URI.create(clientUrl).getPort();
    }

    /** Whether it was ever started, and has not ended. */
    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Of a process that has ended; 128 and the signal's number where one ended it. */
    public int exitCode() {
        return process.exitCode();
    }

    /** What it has printed in this life. */
    public String log() {
        try {
            if (!Files.exists(log)) {
                return "";
            }
            byte[] all = Files.readAllBytes(log);
            int from = (int) Math.min(logFrom, all.length);
            return new String(all, from, all.length - from, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String endOfLog() {
        String all = log();
        return all.substring(Math.max(0, all.length() - END_OF_LOG));
    }

    /** Processor time that this life has taken, of all its threads. */
    public double cpuSeconds() {
        // After the name, which may have blanks, comes the third field.
        String[] fields = proc("stat").replaceFirst("(?s).*\\) ", "").split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    public long residentBytes() {
        return Long.parseLong(proc("statm").split(" ")[1]) * PAGE_BYTES;
    }

    private String proc(String file) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(process.pid()), file));
        } catch (IOException e) {
            throw new UncheckedIOException(name + " has ended: exit code " + exitCode(), e);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** SIGTERM, and SIGKILL where that does not end it; the exit code. */
    public int stop() {
        return process.stop();
    }

    /** SIGKILL: nothing is flushed, nothing said. */
    public void kill() {
        process.kill();
    }

    /** SIGTERM without waiting. */
    public void terminate() {
        process.terminate();
    }

    /** SIGKILL without waiting. */
    public void strike() {
        process.strike();
    }

    public boolean endsWithin(long seconds) {
        return process.endsWithin(seconds);
    }

    /** Ends it with as little time as possible; its data directory stays. */
    @Override
    public void close() {
        if (isAlive()) {
            kill();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
