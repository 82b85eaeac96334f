// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.testkit;

import dev.cairn.testkit.ChildProcess;
import dev.cairn.testkit.Ports;
import dev.cairn.testkit.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real S3 server on loopback over a directory; its buckets are the directories in it. */
public final class S3Gateway implements AutoCloseable {
    public static final String ACCESS_KEY = "tester";
    public static final String SECRET_KEY = "tester-secret";

    private final ChildProcess process;
    private final int port;
    private final Path root;
    private final String scheme;

    private S3Gateway(ChildProcess process, int port, Path root, String scheme) {
        this.process = process;
        this.port = port;
        this.root = root;
        this.scheme = scheme;
    }

    /** {@code flags} are versitygw's global ones, such as --cert and --key. */
    public static S3Gateway start(Path root, String... flags) {
        int port = Ports.free();
        List<String> arguments = new ArrayList<>(
                List.of("--access=" + ACCESS_KEY, "--secret=" + SECRET_KEY, "--port=127.0.0.1:" + port, "--quiet"));
        arguments.addAll(List.of(flags));
        arguments.addAll(List.of("posix", root.toString()));
        ChildProcess process = ChildProcess.start(
                root.resolveSibling("s3-gateway.log"),
                Map.of(),
                Program.stock("versitygw").command(arguments.toArray(String[]::new)));
        awaitPort(process, port);
        return new S3Gateway(process, port, root, List.of(flags).isEmpty() ? "http" : "https");
    }

    /** A refused connection takes as long as a look at the process: no waiting in between. */
    private static void awaitPort(ChildProcess process, int port) {
        while (process.isAlive()) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                Thread.onSpinWait();
            }
        }
        throw new AssertionError("versitygw ended before it served:\n" + process.log());
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
        process.close();
    }
}
