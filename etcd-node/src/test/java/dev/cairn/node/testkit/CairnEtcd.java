// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.cairn.node.wire.etcdserverpb.KVGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Our member as a real process on one data directory, with ports of its own: it can be stopped, killed and started again.
 * What it printed is in {@link #log()}.
 */
public final class CairnEtcd implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;
    /** Its manifest names all other jars; made by the package phase. */
    private static final Path APPLICATION = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private final Path dataDir;
    private final Path logFile;
    private final List<String> extraFlags;
    private final List<String> jvmOptions = new ArrayList<>();
    private final int clientPort = GoEtcd.freePort();
    private final int peerPort = GoEtcd.freePort();
    private Process process;
    private Path scratch;
    private ManagedChannel channel;

    public CairnEtcd(Path dataDir, String... extraFlags) {
        this.dataDir = dataDir;
        this.logFile = dataDir.resolveSibling(dataDir.getFileName() + ".log");
        this.extraFlags = new ArrayList<>(List.of(extraFlags));
    }

    /** More flags, for when they name this member's own ports. */
    public CairnEtcd with(String... flags) {
        extraFlags.addAll(List.of(flags));
        return this;
    }

    public CairnEtcd withJvmOptions(String... options) {
        jvmOptions.addAll(List.of(options));
        return this;
    }

    /** Returns once the member says that it serves. */
    public CairnEtcd start() {
        assertThat(startOrEnd()).as("the process ended:\n%s", log()).isTrue();
        return this;
    }

    /** As {@link #start}, where it may refuse to run; false once the process has ended. */
    public boolean startOrEnd() {
        launch();
        Eventually.within(LIMIT_SECONDS, () -> "ready to serve:\n" + log(), () -> !process.isAlive() || isReady());
        return process.isAlive();
    }

    private boolean isReady() {
        return log().contains("ready to serve client requests");
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Of a process that has ended. */
    public int exitCode() {
        return process.exitValue();
    }

    /** Starts it where it must refuse to run. */
    public GoTool.Outcome refusal() {
        return run(jvmOptions, flags());
    }

    /** Runs the server's main class with exactly these arguments until it ends, which it must. */
    public static GoTool.Outcome run(List<String> arguments) {
        return run(List.of(), arguments);
    }

    private static GoTool.Outcome run(List<String> jvmOptions, List<String> arguments) {
        try {
            Path scratch = Files.createTempDirectory("etcd");
            Path out = scratch.resolve("out");
            Path err = scratch.resolve("err");
            Process process = new ProcessBuilder(command(scratch, jvmOptions, arguments))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly().waitFor();
            GoTool.Outcome outcome =
                    new GoTool.Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
            MoreFiles.deleteRecursively(scratch, RecursiveDeleteOption.ALLOW_INSECURE);
            assertThat(ended).as("still running: %s", outcome).isTrue();
            return outcome;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void launch() {
        try {
            Files.deleteIfExists(logFile);
            scratch = Files.createTempDirectory("etcd");
            process = new ProcessBuilder(command(scratch, jvmOptions, flags()))
                    .redirectErrorStream(true)
                    .redirectOutput(logFile.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> flags() {
        List<String> flags = new ArrayList<>(List.of(
                "--data-dir=" + dataDir,
                "--listen-client-urls=" + endpoint(),
                "--advertise-client-urls=" + endpoint(),
                "--listen-peer-urls=" + peerUrl(),
                "--initial-advertise-peer-urls=" + peerUrl()));
        flags.addAll(extraFlags);
        return flags;
    }

    /** A killed process leaves RocksDB's unpacked library behind, so each has a scratch directory of its own. */
    private static List<String> command(Path scratch, List<String> jvmOptions, List<String> arguments) {
        assertThat(APPLICATION.toAbsolutePath())
                .as("the built node: make build")
                .exists();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Djava.io.tmpdir=" + scratch));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", APPLICATION.toString(), "dev.cairn.node.bootstrap.Etcd"));
        command.addAll(arguments);
        return command;
    }

    public String endpoint() {
        return "http://127.0.0.1:" + clientPort;
    }

    public String peerUrl() {
        return "http://127.0.0.1:" + peerPort;
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
            channel = NettyChannelBuilder.forAddress("127.0.0.1", clientPort)
                    .usePlaintext()
                    .build();
        }
        return channel;
    }

    public String log() {
        try {
            return Files.exists(logFile) ? Files.readString(logFile) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGTERM; the exit code. */
    public int stop() {
        process.destroy();
        return end();
    }

    /** SIGKILL: nothing is flushed, nothing said. */
    public void kill() {
        process.destroyForcibly();
        end();
    }

    private int end() {
        try {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as("does not end:\n%s", log())
                    .isTrue();
            closeChannel();
            if (Files.exists(scratch)) {
                MoreFiles.deleteRecursively(scratch, RecursiveDeleteOption.ALLOW_INSECURE);
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
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
        if (process != null) {
            kill();
        }
    }
}
