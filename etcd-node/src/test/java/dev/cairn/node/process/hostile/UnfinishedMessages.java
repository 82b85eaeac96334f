// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * gRPC calls, ten to a connection, that each announce a message of 2 MB, send most of it in frames of so many bytes, and
 * then nothing for some seconds.
 */
record UnfinishedMessages(int calls, int sentBytes, int frameBytes) implements Attack.Deed {
    private static final int ANNOUNCED = 2_000_000;
    private static final int CALLS_PER_CONNECTION = 10;
    private static final long SENDING_SECONDS = 12;
    private static final long HELD_SECONDS = 8;
    private static final long WINDOW_NANOS = 100_000;

    @Override
    public String run(Scene scene) throws InterruptedException {
        AtomicInteger sent = new AtomicInteger();
        List<Http2> connections = new ArrayList<>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SENDING_SECONDS);
        var senders = Executors.newVirtualThreadPerTaskExecutor();
        try {
            for (int i = 0; i < calls / CALLS_PER_CONNECTION; i++) {
                Http2 connection = scene.with(new Http2(scene.port())).reading();
                connections.add(connection);
                senders.submit(() -> send(connection, sent, end));
            }
        } catch (IOException refused) {
            Thread.onSpinWait();
        }
        senders.shutdown();
        senders.awaitTermination(SENDING_SECONDS, TimeUnit.SECONDS);
        senders.shutdownNow();
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(HELD_SECONDS));
        return sent + " of " + calls + " taken, "
                + connections.stream().filter(Http2::isGone).count() + " of " + connections.size()
                + " connections ended";
    }

    private Void send(Http2 connection, AtomicInteger sent, long end) throws IOException {
        byte[] frame = new byte[frameBytes];
        for (int call = 0; call < CALLS_PER_CONNECTION; call++) {
            int stream = 2 * call + 1;
            connection.open(stream, "KV/Put");
            byte[] head = ByteBuffer.allocate(5).put((byte) 0).putInt(ANNOUNCED).array();
            connection.frame(Http2.DATA, 0, stream, head);
            connection.take(stream, head.length);
            for (int bytes = 0; bytes < sentBytes; bytes += frameBytes) {
                while (!connection.take(stream, frameBytes)) {
                    connection.flush();
                    if (System.nanoTime() - end > 0 || connection.isGone()) {
                        return null;
                    }
                    LockSupport.parkNanos(WINDOW_NANOS);
                }
                connection.frame(Http2.DATA, 0, stream, frame);
            }
            connection.flush();
            sent.incrementAndGet();
        }
        return null;
    }
}
