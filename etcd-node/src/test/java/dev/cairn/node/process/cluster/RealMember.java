// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.cluster;

import dev.cairn.node.sim.check.Violation;
import dev.cairn.testkit.MemberProcess;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One member over all its lives. Killed and started by one thread, asked by many. */
public final class RealMember implements AutoCloseable {
    private static final int MAX_MESSAGE_BYTES = 64 << 20;
    private static final long LOOK_MILLIS = 15;
    private static final long END_SECONDS = 120;

    /** One process: what one life said can be told from the next's. */
    public record Life(RealMember member, int number, ManagedChannel channel) {
        @Override
        public String toString() {
            return member + "/" + number;
        }
    }

    private final MemberPlan plan;
    private final MemberProcess process;
    private final Doorway doorway;
    private final ExecutorService callbacks = Executors.newVirtualThreadPerTaskExecutor();
    private volatile int lives;
    private volatile Life up;

    RealMember(MemberPlan plan, List<String> flags, Doorway doorway) {
        this.plan = plan;
        this.process = plan.process().with(flags.toArray(String[]::new));
        this.doorway = doorway;
    }

    /** Starts the process; it is {@link #up} once it serves. */
    public void start() {
        try {
            Files.createDirectories(plan.disk());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int life = ++lives;
        process.loggingTo(plan.log(life)).launch();
        Thread.ofVirtual().start(() -> awaitReady(life));
    }

    private void awaitReady(int life) {
        while (process.isAlive() && life == lives) {
            if (process.isPublished()) {
                open(life);
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        }
    }

    private synchronized void open(int life) {
        if (process.isAlive() && life == lives) {
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
        process.strike();
    }

    public void awaitEnd() {
        if (!process.endsWithin(END_SECONDS)) {
            throw new AssertionError(this + " survives SIGKILL for " + END_SECONDS + " s");
        }
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
                    "restart", this + " ended by itself with exit code " + process.exitCode() + ":\n" + endOfLog());
        }
    }

    public String endOfLog() {
        return process.endOfLog();
    }

    MemberPlan plan() {
        return plan;
    }

    /** The process is there, whether it serves or not. */
    public boolean isRunning() {
        return process.isAlive();
    }

    @Override
    public void close() {
        if (lives > 0) {
            kill();
        }
        callbacks.shutdownNow();
    }

    @Override
    public String toString() {
        return plan.name();
    }
}
