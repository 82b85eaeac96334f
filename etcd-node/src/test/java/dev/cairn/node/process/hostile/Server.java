// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import dev.cairn.testkit.MemberProcess;

/** One member as a process in a limited memory; it may be killed by that, and can be started again. */
final class Server implements AutoCloseable {
    private static final long UP_SECONDS = 90;

    private final MemberProcess process;
    private final MemoryLimit limit;
    private final int tlsPort;

    /** @param tlsPort where clients are served with TLS; without, at its client URL */
    Server(MemberProcess process, MemoryLimit limit, int tlsPort) {
        this.process = process.withEnvironment(limit.environment());
        this.limit = limit;
        this.tlsPort = tlsPort;
    }

    void launch() {
        process.launch();
    }

    /** Waits until it serves or has ended. */
    boolean awaitUp() {
        return process.isReadyWithin(UP_SECONDS);
    }

    void restart() {
        process.stop();
        launch();
        awaitUp();
    }

    int port() {
        return process.clientPort();
    }

    int tlsPort() {
        return tlsPort;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** How it ended, for the table: of 137 the memory's limit is the cause, of 3 the JVM's own end without memory. */
    String end() {
        return isAlive() ? "" : "ended with " + process.exitCode();
    }

    /** Also enforces the limit, where no control group does. */
    Usage usage() {
        Usage usage = Usage.of(process.pid());
        if (limit.isExceededBy(usage.residentBytes())) {
            process.strike();
        }
        return usage;
    }

    @Override
    public void close() {
        process.close();
        limit.close();
    }
}
