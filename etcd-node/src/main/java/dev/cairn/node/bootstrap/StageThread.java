// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.bootstrap;

import dev.cairn.node.server.stage.Stage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/** Lends a stage a thread: runs it while there is work, parks it while there is none. A thrown error is final. */
final class StageThread implements AutoCloseable {
    private final Stage stage;
    private final Thread thread;
    private final BiConsumer<Stage, Throwable> onFailure;
    private volatile boolean work;
    private volatile boolean stopped;

    StageThread(Stage stage, BiConsumer<Stage, Throwable> onFailure) {
        this.stage = stage;
        this.onFailure = onFailure;
        this.thread = Thread.ofPlatform().name(stage.name()).daemon(true).unstarted(this::run);
        stage.onWork(this::wake);
    }

    void start() {
        thread.start();
    }

    private void wake() {
        work = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        try {
            while (!stopped) {
                work = false;
                if (!stage.runOnce()) {
                    while (!work && !stopped) {
                        LockSupport.park(this);
                    }
                }
            }
        } catch (Throwable e) {
            onFailure.accept(stage, e);
        }
    }

    /** Lets the running turn end; what waits in the inbox stays there. */
    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
