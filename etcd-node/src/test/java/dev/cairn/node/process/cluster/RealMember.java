// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.cluster;

import dev.cairn.node.sim.check.Violation;
import dev.cairn.node.testkit.Eventually;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One member over all its lives. Killed and started by one thread, asked by many. */
public final class RealMember implements AutoCloseable {
    private static final String READY = "ready to serve client requests";
    private static final int MAX_MESSAGE_BYTES = 64 << 20;
    private static final long LOOK_MILLIS = 15;
    private static final long END_SECONDS = 120;
    private static final long END_OF_LOG_LINES = 12;

    /** One process: what one life said can be told from the next's. */
    public record Life(RealMember member, int number, ManagedChannel channel) {
        @Override
        public String toString() {
            return member + "/" + number;
        }
    }

    private final MemberPlan plan;
    private final List<String> flags;
    private final Doorway doorway;
    private final ExecutorService callbacks = Executors.newVirtualThreadPerTaskExecutor();
    private Process process;
    private int lives;
    private volatile Life up;

    RealMember(MemberPlan plan, List<String> flags, Doorway doorway) {
        this.plan = plan;
        this.flags = flags;
        this.doorway = doorway;
    }

    /** Starts the process; it is {@link #up} once it says that it serves. */
    public void start() {
        try {
            Files.createDirectories(plan.disk());
            int life = ++lives;
            List<String> command = new ArrayList<>(plan.command());
            command.addAll(flags);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(plan.log(life).toFile());
            builder.environment().putAll(plan.environment());
            Process started = builder.start();
            process = started;
            Thread.ofVirtual().start(() -> awaitReady(started, life));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady(Process started, int life) {
        while (started.isAlive() && life == lives) {
            if (log(life).contains(READY)) {
                open(started, life);
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        }
    }

    private synchronized void open(Process started, int life) {
        if (started.isAlive() && life == lives) {
            var door = doorway.open(plan.host(), plan.clientPort());
            up = new Life(
                    this,
                    life,
                    NettyChannelBuilder.forAddress(door)
                            .usePlaintext()
                            .executor(callbacks)
                            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                            .build());
        }
    }

    public Optional<Life> up() {
        return Optional.ofNullable(up);
    }

    /** SIGKILL; returns when the process is gone. */
    public void kill() {
        strike();
        awaitEnd();
    }

    /** SIGKILL without waiting, for several members at the same moment. */
    public void strike() {
        process.destroyForcibly();
    }

    public void awaitEnd() {
        Eventually.within(END_SECONDS, this + " ends", () -> !process.isAlive());
        closeLife();
    }

    private synchronized void closeLife() {
        if (up != null) {
            up.channel().shutdownNow();
            up = null;
        }
        doorway.close();
    }

    /** A process that ended without having been killed has failed. */
    public void requireAlive() {
        if (!process.isAlive()) {
            throw new Violation(
                    "restart", this + " ended by itself with exit code " + process.exitValue() + ":\n" + endOfLog());
        }
    }

    public String endOfLog() {
        List<String> lines = log(lives).lines().toList();
        return String.join("\n", lines.subList((int) Math.max(0, lines.size() - END_OF_LOG_LINES), lines.size()));
    }

    private String log(int life) {
        try {
            Path file = plan.log(life);
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MemberPlan plan() {
        return plan;
    }

    /** The process is there, whether it serves or not. */
    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
        callbacks.shutdownNow();
    }

    @Override
    public String toString() {
        return plan.name();
    }
}
