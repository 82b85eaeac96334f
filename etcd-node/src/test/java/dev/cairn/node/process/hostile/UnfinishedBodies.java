// SPDX-License-Identifier: Apache-2.0
package dev.cairn.node.process.hostile;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Connections that each announce a JSON body of 4 MB, send 3.9 MB of it, and then nothing for twelve seconds. */
record UnfinishedBodies(int connections) implements Attack.Deed {
    private static final int ANNOUNCED = 4_000_000;
    private static final int SENT = 3_900_000;
    private static final int SENDERS = 16;
    private static final long SENDING_SECONDS = 12;
    private static final long HELD_SECONDS = 12;

    @Override
    public String run(Scene scene) throws InterruptedException {
        byte[] body = new byte[SENT];
        Arrays.fill(body, (byte) 'A');
        byte[] start = "{\"key\":\"".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        System.arraycopy(start, 0, body, 0, start.length);
        AtomicInteger sent = new AtomicInteger();
        var senders = Executors.newFixedThreadPool(SENDERS);
        try {
            for (int i = 0; i < connections; i++) {
                senders.submit(() -> send(scene, body, sent));
            }
            senders.shutdown();
            senders.awaitTermination(SENDING_SECONDS, TimeUnit.SECONDS);
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(HELD_SECONDS));
        } finally {
            scene.leave();
            senders.shutdownNow();
        }
        return sent + " of " + connections + " taken";
    }

    private static void send(Scene scene, byte[] body, AtomicInteger sent) {
        try {
            Http1 connection = scene.with(new Http1(scene.port(), 0));
            connection.write(Http1.head("/v3/kv/put", ANNOUNCED));
            connection.write(body);
            sent.incrementAndGet();
        } catch (IOException refused) {
            Thread.onSpinWait();
        }
    }
}
