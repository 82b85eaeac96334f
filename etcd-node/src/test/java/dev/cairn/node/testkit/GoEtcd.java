// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A stock etcd member on loopback, ready to serve once {@link #start} returns. */
public final class GoEtcd implements AutoCloseable {
    private final Process process;
    private final String endpoint;
    private final GoTool etcdctl;

    private GoEtcd(Process process, String endpoint, GoTool etcdctl) {
        this.process = process;
        this.endpoint = endpoint;
        this.etcdctl = etcdctl;
    }

    /**
     * {@code version} as in the tools' names, {@code 3.7}; the directory may be empty or a restored one. With a
     * {@code --cert-file} among the flags clients are served over TLS, and {@link #ctl} is not for them.
     */
    public static GoEtcd start(String version, Path dataDir, String... flags) {
        boolean tls = Arrays.stream(flags).anyMatch(flag -> flag.startsWith("--cert-file"));
        String client = (tls ? "https" : "http") + "://127.0.0.1:" + freePort();
        String peer = "http://127.0.0.1:" + freePort();
        List<String> command = new ArrayList<>(List.of(
                new GoTool("etcd-" + version).path().toString(),
                "--data-dir=" + dataDir,
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer));
        command.addAll(List.of(flags));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            BufferedReader log =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            awaitReady(log, process);
            Thread.ofVirtual().start(() -> log.lines().forEach(line -> {}));
            return new GoEtcd(process, client, new GoTool("etcdctl-" + version));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitReady(BufferedReader log, Process process) throws IOException {
        StringBuilder seen = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            seen.append(line).append('\n');
            if (line.contains("ready to serve client requests")) {
                return;
            }
        }
        process.destroyForcibly();
        throw new AssertionError("etcd ended before it was ready:\n" + seen);
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String endpoint() {
        return endpoint;
    }

    /** Runs etcdctl of the same version against this member; it must succeed. */
    public String ctl(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--endpoints=" + endpoint));
        all.addAll(List.of(arguments));
        return etcdctl.output(all.toArray(String[]::new));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
