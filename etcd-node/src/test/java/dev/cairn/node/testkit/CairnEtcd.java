// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import dev.cairn.testkit.MemberProcess;
import dev.cairn.testkit.Program;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Our member as it is built, but started without its AOT cache: stopped, killed and started again on one data directory, and
 * a gRPC channel to it. What it printed in its last life is in {@link #log()}.
 */
public final class CairnEtcd implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;
    /** Its manifest names all other jars; made by the package phase. */
    private static final Path APPLICATION = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private final Path dataDir;
    /** A killed process leaves RocksDB's unpacked library behind, so each has a directory of its own for it. */
    private final Path scratch = scratch();

    private final List<String> java = command(scratch);
    private final MemberProcess process;
    private ManagedChannel channel;

    public CairnEtcd(Path dataDir, String... extraFlags) {
        this.dataDir = dataDir;
        this.process = new MemberProcess(java, dataDir).with(extraFlags);
    }

    /** More flags, for when they name this member's own ports. */
    public CairnEtcd with(String... flags) {
        process.with(flags);
        return this;
    }

    public CairnEtcd withJvmOptions(String... options) {
        java.addAll(1, List.of(options));
        return this;
    }

    /** Returns once the member serves. */
    public CairnEtcd start() {
        assertThat(startOrEnd()).as("the process ended:\n%s", log()).isTrue();
        return this;
    }

    /** As {@link #start}, where it may refuse to run; false once the process has ended. */
    public boolean startOrEnd() {
        process.launch();
        if (process.isReadyWithin(LIMIT_SECONDS)) {
            Eventually.within(
                    LIMIT_SECONDS, () -> "published:\n" + log(), () -> !process.isAlive() || process.isPublished());
        }
        return process.isAlive();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Of a process that has ended. */
    public int exitCode() {
        return process.exitCode();
    }

    /** Starts it where it must refuse to run. */
    public Program.Outcome refusal() {
        return run(java, process.arguments());
    }

    /** Runs the server's main class with exactly these arguments until it ends, which it must. */
    public static Program.Outcome run(List<String> arguments) {
        Path scratch = scratch();
        try {
            return run(command(scratch), arguments);
        } finally {
            delete(scratch);
        }
    }

    private static Program.Outcome run(List<String> java, List<String> arguments) {
        return Program.of(java.getFirst())
                .run(Stream.concat(java.stream().skip(1), arguments.stream()).toArray(String[]::new));
    }

    private static List<String> command(Path scratch) {
        assertThat(APPLICATION.toAbsolutePath())
                .as("the built node: make build")
                .exists();
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Djava.io.tmpdir=" + scratch,
                "-cp",
                APPLICATION.toString(),
                "dev.cairn.node.bootstrap.Etcd"));
    }

    private static Path scratch() {
        try {
            return Files.createTempDirectory("etcd");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try {
            if (Files.exists(directory)) {
                MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String endpoint() {
        return process.clientUrl();
    }

    public String peerUrl() {
        return process.peerUrl();
    }

    public Path dataDir() {
        return dataDir;
    }

    /** Reconnects by itself when the member comes back. */
    public KVGrpc.KVBlockingStub kv() {
        return KVGrpc.newBlockingStub(channel()).withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    public synchronized ManagedChannel channel() {
        if (channel == null) {
            channel = NettyChannelBuilder.forAddress("127.0.0.1", process.clientPort())
                    .usePlaintext()
                    .build();
        }
        return channel;
    }

    public String log() {
        return process.log();
    }

    /** SIGTERM; the exit code. */
    public int stop() {
        process.stop();
        ended();
        return process.exitCode();
    }

    /** SIGKILL: nothing is flushed, nothing said. */
    public void kill() {
        process.close();
        ended();
    }

    private void ended() {
        closeChannel();
        if (!Files.exists(scratch)) {
            return; // it was closed before
        }
        try {
            MoreFiles.deleteDirectoryContents(scratch, RecursiveDeleteOption.ALLOW_INSECURE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void closeChannel() {
        if (channel != null) {
            channel.shutdownNow();
            channel = null;
        }
    }

    @Override
    public void close() {
        kill();
        delete(scratch);
    }
}
