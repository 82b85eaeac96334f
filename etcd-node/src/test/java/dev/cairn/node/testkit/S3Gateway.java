// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real S3 server on loopback over a directory; its buckets are the directories in it. */
public final class S3Gateway implements AutoCloseable {
    public static final String ACCESS_KEY = "tester";
    public static final String SECRET_KEY = "tester-secret";

    private final Process process;
    private final int port;
    private final Path root;
    private final String scheme;

    private S3Gateway(Process process, int port, Path root, String scheme) {
        this.process = process;
        this.port = port;
        this.root = root;
        this.scheme = scheme;
    }

    /** {@code flags} are versitygw's global ones, such as --cert and --key. */
    public static S3Gateway start(Path root, String... flags) {
        int port = GoEtcd.freePort();
        List<String> command = new ArrayList<>(List.of(
                new GoTool("versitygw").path().toString(),
                "--access=" + ACCESS_KEY,
                "--secret=" + SECRET_KEY,
                "--port=127.0.0.1:" + port,
                "--quiet"));
        command.addAll(List.of(flags));
        command.addAll(List.of("posix", root.toString()));
        try {
            Path log = root.resolveSibling("s3-gateway.log");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            awaitPort(process, port, log);
            String scheme = List.of(flags).isEmpty() ? "http" : "https";
            return new S3Gateway(process, port, root, scheme);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A refused connection takes as long as a look at the process: no waiting in between. */
    private static void awaitPort(Process process, int port, Path log) throws IOException {
        while (process.isAlive()) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                Thread.onSpinWait();
            }
        }
        throw new AssertionError("versitygw ended before it served:\n" + Files.readString(log));
    }

    public String endpoint() {
        return scheme + "://127.0.0.1:" + port;
    }

    public Path createBucket(String name) {
        try {
            return Files.createDirectory(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
