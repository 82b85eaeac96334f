// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of the process beside the stages'. Platform threads all: native calls of the store pin virtual ones. */
final class ProcessThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessThreads.class);

    /** As many as there are processors; there is always a thread more, for the others. */
    static final int READS_OF_ONE_CLIENT = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(named("ticks"));
    private final ExecutorService readers = Executors.newFixedThreadPool(READS_OF_ONE_CLIENT + 1, named("reader"));
    private final ExecutorService blocking = Executors.newCachedThreadPool(named("blocking"));
    private final ExecutorService passwords = Executors.newFixedThreadPool(
            Math.max(1, Runtime.getRuntime().availableProcessors() / 2), named("password"));
    private final ThreadFactory bulkThreads = LowPriority.of(named("bulk"));
    private final ExecutorService bulk = Executors.newCachedThreadPool(bulkThreads);

    private static ThreadFactory named(String name) {
        return Thread.ofPlatform().daemon(true).name(name + "-", 0).factory();
    }

    ExecutorService readers() {
        return readers;
    }

    ExecutorService blocking() {
        return blocking;
    }

    /** Runs what makes, sends, takes in and installs whole images. */
    ExecutorService bulk() {
        return bulk;
    }

    /** Runs what hashes passwords: on half of the processors at most, the rest is for requests that need no login. */
    ExecutorService passwords() {
        return passwords;
    }

    /** For whoever has to make the threads of such work himself. */
    ThreadFactory bulkThreads() {
        return bulkThreads;
    }

    void every(long millis, Runnable task) {
        timer.scheduleAtFixedRate(() -> logged(task), millis, millis, TimeUnit.MILLISECONDS);
    }

    void after(long millis, Runnable task) {
        timer.schedule(() -> logged(task), millis, TimeUnit.MILLISECONDS);
    }

    /** A task that throws would silently end its own repetition. */
    private static void logged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("a timed task failed", e);
        }
    }

    void stopTicking() {
        timer.shutdownNow();
        try {
            timer.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        readers.shutdown();
        blocking.shutdownNow();
        bulk.shutdownNow();
        passwords.shutdownNow();
    }
}
