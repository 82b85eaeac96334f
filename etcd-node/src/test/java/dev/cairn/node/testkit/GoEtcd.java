// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.testkit;

import dev.cairn.testkit.MemberProcess;
import dev.cairn.testkit.Ports;
import dev.cairn.testkit.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A stock etcd member on loopback, ready to serve once {@link #start} returns, and etcdctl of its version. */
public final class GoEtcd implements AutoCloseable {
    private static final long PUBLISHED_SECONDS = 60;

    private final MemberProcess process;
    private final Program etcdctl;
    private final Path log;

    private GoEtcd(MemberProcess process, Program etcdctl, Path log) {
        this.process = process;
        this.etcdctl = etcdctl;
        this.log = log;
    }

    /**
     * {@code version} as in the tools' names, {@code 3.7}; the directory may be empty or a restored one. With a
     * {@code --cert-file} among the flags clients are served over TLS, and {@link #ctl} is not for them.
     */
    public static GoEtcd start(String version, Path dataDir, String... flags) {
        boolean tls = Arrays.stream(flags).anyMatch(flag -> flag.startsWith("--cert-file"));
        String peer = "http://127.0.0.1:" + Ports.free();
        MemberProcess process = new MemberProcess(
                        Program.stock("etcd-" + version).command(), dataDir)
                .at((tls ? "https" : "http") + "://127.0.0.1:" + Ports.free(), peer)
                .with("--initial-cluster=default=" + peer)
                .with(flags);
        try {
            // A data directory may be a temporary one, which nothing may lie beside.
            Path log = Files.createTempFile("etcd", ".log");
            process.loggingTo(log).start();
            Eventually.within(PUBLISHED_SECONDS, process::endOfLog, process::isPublished);
            return new GoEtcd(process, Program.stock("etcdctl-" + version), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String endpoint() {
        return process.clientUrl();
    }

    /** What it has said so far. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs etcdctl of the same version against this member; it must succeed. */
    public String ctl(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--endpoints=" + endpoint()));
        all.addAll(List.of(arguments));
        return etcdctl.output(all.toArray(String[]::new));
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.stop();
        }
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
